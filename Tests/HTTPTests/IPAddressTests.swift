import HTTP
import Testing

struct IPAddressTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("::", "::"), ("::1", "::1"),
        ("1::", "1::"), ("2001:DB8:0:0:0:0:a:0", "2001:db8::a:0"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("1:0:0:2:3:0:0:4", "1::2:3:0:0:4"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("::ffff:1.2.3.4", "1.2.3.4"),
        ("64:ff9b::1.2.3.4", "64:ff9b::102:304"),
    ])
    func `an address is read in every notation`(_ text: String, _ expected: String) {
        #expect(IPAddress(text)?.description == expected)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.", "+1.2.3.4", "0x7f.0.0.1", "1.2.3.4 ", ":", ":::",
        ":1",
        "1:", "1::2::3", "1:2:", ":1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "::g", "fe80::1%eth0",
        "[::1]",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1.2.3.4::", "1::2:3:4:5:6:7:8",
    ])
    func `what is no address is refused`(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("0.0.0.0/0", "9.9.9.9", true),
        ("1.2.3.4", "1.2.3.4", true), ("1.2.3.4/32", "1.2.3.5", false), ("fc00::/7", "fdff::1", true),
        ("::/0", "1.2.3.4", true),
        ("fc00::/7", "fe00::", false), ("10.0.0.0/8", "::ffff:10.1.1.1", true),
        ("10.9.9.9/8", "10.0.0.0", true), ("8.0.0.0/7", "10.0.0.0", false),
    ])
    func `a network contains the addresses that begin like it`(_ network: String, _ address: String, _ isIn: Bool)
        throws
    {
        #expect(try #require(AddressRange(network)).contains(try #require(IPAddress(address))) == isIn)
    }

    @Test(arguments: [
        "", "/8", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "a/8",
    ])
    func `what is no network is refused`(_ text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.255.0.9", true), ("::1", true), ("::ffff:127.0.0.1", true),
        ("126.255.255.255", false),
        ("128.0.0.1", false), ("::", false), ("::2", false), ("1::1", false), ("::127.0.0.1", false),
    ])
    func `This machine's own addresses are known, and no others`(_ text: String, _ isLoopback: Bool) throws {
        #expect(try #require(IPAddress(text)).isLoopback == isLoopback)
    }
}
