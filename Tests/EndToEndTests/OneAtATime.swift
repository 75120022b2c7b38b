import Testing

/// Tests that need the machine for themselves: browsers, and processes that are killed and started all the time.
@Suite(.serialized, .storied) enum OneAtATime {}
