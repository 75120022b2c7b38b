import HTTP
import HTTPClient
import Testing

struct AddressGuardTests {
    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.31.255.255", "192.168.0.1",
        "198.19.0.1",
        "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2001:db8::1", "2002:a00:1::", "2001:0:1::1", "::7f00:1",
    ])
    func `addresses that are not of the public Internet are refused`(_ text: String) throws {
        #expect(!AddressGuard.publicOnly(allowing: []).permits(try #require(IPAddress(text))))
        #expect(AddressGuard.anywhere.permits(try #require(IPAddress(text))))
    }

    @Test(arguments: ["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00::1", "::ffff:8.8.8.8"])
    func `public addresses are permitted`(_ text: String) throws {
        #expect(AddressGuard.publicOnly(allowing: []).permits(try #require(IPAddress(text))))
    }

    @Test func `what the operator allows is permitted, and nothing beside it`() throws {
        let rule = AddressGuard.publicOnly(allowing: [
            try #require(AddressRange("10.1.0.0/16")), try #require(AddressRange("::1")),
        ])
        #expect(rule.permits(try #require(IPAddress("10.1.255.255"))))
        #expect(rule.permits(try #require(IPAddress("::1"))))
        #expect(!rule.permits(try #require(IPAddress("10.2.0.0"))))
    }
}
