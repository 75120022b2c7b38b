// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is built with: see the last section of the style guide.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// A module of Fanfare; its imports are exactly its dependencies.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], link: [String] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, swiftSettings: strict,
        linkerSettings: link.map { .linkedLibrary($0) })
}

/// The tests of one module; the folder carries the module's name.
func tests(_ name: String, _ dependencies: [Target.Dependency], excluding: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies + ["Support"], exclude: excluding, swiftSettings: strict)
}

let package = Package(
    name: "fanfare",
    platforms: [.macOS("26")],
    products: [
        .executable(name: "fanfare", targets: ["fanfare"]),
        .executable(name: "fanfare-bench", targets: ["fanfare-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "3.12.3"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // C headers, and the few inline shims that variadic functions need.
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "CEpoll"),
        .target(name: "CProcess"),
        .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),

        // Mechanisms: they never heard of Fanfare.
        module("SQLite", ["CSQLite"]),
        module("HTTP"),
        module("Templating", [mustache]),
        module("HTTPServer", ["HTTP", "CEpoll", "CZlib"]),
        module("HTTPClient", ["HTTP", "CCurl"]),
        module("OAuth", ["HTTP", crypto]),
        module("Sandbox", ["HTTP", crypto]),

        // Fanfare's words, and what makes its ports real.
        module("Domain"),
        module("Vault", ["Domain", crypto]),
        module("Store", ["Domain", "SQLite"]),
        module("Tokens", ["Domain"]),
        module("Spotify", ["Domain", "HTTP", "OAuth", crypto]),
        // Any other provider of sign-ins. Apart from Spotify, so that the two cannot borrow from each other.
        module("IdentityProviders", ["Domain", "HTTP", "OAuth"]),
        module("Worker", ["Domain", logging]),
        module("Web", ["Domain", "HTTP", "Templating", logging]),
        module("Configuration", ["Domain", "HTTP", "HTTPServer"]),

        .executableTarget(
            name: "fanfare",
            dependencies: [
                "CProcess", "HTTP", "HTTPServer", "HTTPClient", "Sandbox", "Domain", "Vault", "Store", "Tokens",
                "Spotify", "IdentityProviders", "Worker", "Web", "Templating", "Configuration", arguments, logging,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "fanfare-bench",
            dependencies: [
                "HTTP", "HTTPServer", "HTTPClient", "Sandbox", "Domain", "Vault", "SQLite", "Store", "Templating",
                "Web", arguments, logging,
            ],
            swiftSettings: strict),

        // Bounds how many tests run at a time, wherever they are started from.
        .target(name: "CTestRun", path: "Tests/CTestRun"),
        // Clock, doubles, the real binary as a process, the browser.
        .target(
            name: "Support", dependencies: ["CTestRun", "HTTP", "HTTPClient", "HTTPServer", "Domain", crypto],
            path: "Tests/Support",
            swiftSettings: strict),
        tests("HTTP", ["HTTP"]),
        tests("Domain", ["Domain"]),
        tests("SQLite", ["SQLite"]),
        tests("HTTPClient", ["HTTP", "HTTPClient"]),
        tests("OAuth", ["HTTP", "OAuth"]),
        tests("Tokens", ["Tokens", "Domain"]),
        tests("Worker", ["Worker", "Domain", logging]),
        tests("Support", ["HTTP", "HTTPServer"]),
        // A worker on the real store against the real stand-in, through a year.
        tests("Checking", ["Worker", "Store", "Spotify", "Sandbox", "Vault", "Domain", "HTTP", logging]),
        tests("Spotify", ["Spotify", "Domain", "HTTP", "Sandbox"]),
        tests("IdentityProviders", ["IdentityProviders", "Domain", "HTTP"]),
        tests("Vault", ["Vault", "Domain"]),
        tests("Store", ["Store", "SQLite", "Vault", "Domain"]),
        tests("Sandbox", ["Sandbox", "HTTP"]),
        // Clients of Spotify that others wrote, in Python, against the real binary.
        tests("SandboxClient", [], excluding: ["Scripts"]),
        tests("HTTPServer", ["HTTPServer", "HTTP"]),
        tests("Templating", ["Templating"]),
        tests("Web", ["Web", "Domain", "HTTP", "Templating", logging]),
        // The real binary, the real sandbox, a real browser; SwiftPM builds the programs along with the tests.
        tests("EndToEnd", ["HTTP", "HTTPClient", "HTTPServer", "SQLite", "Domain", "Store", "Vault"]),
        tests("Configuration", ["Configuration", "Domain", "HTTP", "HTTPServer"]),
    ]
)
