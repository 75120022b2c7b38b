/// Where and why a text is no JSON.
struct JSONProblem: Error, Equatable {
    let message: String
}
