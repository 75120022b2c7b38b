import ArgumentParser
import FoundationEssentials
import Glibc
import Store
import Templating

/// The folders that belong to the program: `Public`, `Templates`, `Migrations`, found in the working folder, else
/// beside the program, else above it, where a build leaves it inside the source tree.
struct Resources {
    /// The folder that holds the three.
    let folder: String

    var publicFolder: String { "\(folder)/Public" }

    /// Throws, having said what to do, where they are not to be found.
    init() throws {
        guard let folder = Resources.candidates.first(where: Resources.isComplete) else {
            throw Exit.because([
                "Public, Templates and Migrations are neither in this folder nor beside the program: start it from the folder "
                    + "that holds them"
            ])
        }
        self.folder = folder
    }

    private static var candidates: [String] {
        var folders = ["."]
        guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            return folders
        }
        var url = URL(filePath: program)
        for _ in 0..<5 {
            url.deleteLastPathComponent()
            folders.append(url.path)
        }
        return folders
    }

    private static func isComplete(_ folder: String) -> Bool {
        ["Public", "Templates", "Migrations"].allSatisfy { name in
            FileManager.default.fileExists(atPath: "\(folder)/\(name)")
        }
    }

    /// The steps of the schema, in order.
    func migrations() throws -> [Migration] {
        try texts(in: "Migrations", ending: ".sql").map { Migration(name: $0.name, sql: $0.text) }
    }

    /// The templates, by name without ending.
    func templates() throws -> TemplateLibrary {
        let texts = try texts(in: "Templates", ending: ".mustache").map { (String($0.name.dropLast(9)), $0.text) }
        return try TemplateLibrary(texts)
    }

    private func texts(in name: String, ending: String) throws -> [(name: String, text: String)] {
        let path = "\(folder)/\(name)"
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(ending) }.sorted()
        return try names.map { file in
            guard let text = Environment.text(ofFile: "\(path)/\(file)") else {
                throw Exit.because(["\(path)/\(file) cannot be read, or is no UTF-8"])
            }
            return (file, text)
        }
    }
}
