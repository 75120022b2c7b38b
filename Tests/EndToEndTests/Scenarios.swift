/// Where the twenty scenarios of research §6 are played, and what could not be played here.
///
/// | # | where | what is different, and why |
/// |---|---|---|
/// | 1–6 | `Providers/ScenarioTests`, 2 also in `OtherProviderTests` | |
/// | 7 | `SessionFixationTests`, `SiblingHostTests` | |
/// | 8 | `CrossSiteFormTests`, behind each proxy `BehindProxyTests` | |
/// | 9 | `RefreshRaceTests` | two workers and fifty pages, which need no token; `TokenKeeperTests` has fifty callers |
/// | 10 | `RefreshRaceTests` | the holder is stopped until another process has given up, not for 90 s by the watch |
/// | 11 | `LostAnswerTests`, and at other moments `SuddenDeathTests` | |
/// | 12, 13 | `StrangeAnswerTests` | |
/// | 14 | `RevocationTests`, `TokenTroubleTests` | all of five, the most in development mode; `HeldTests` has 30 % |
/// | 15 | `ConsentTests` | |
/// | 16 | `PauseTests` | |
/// | 17 | – | of the planner's and the worker's own tests |
/// | 18 | `FullDiskTests`, `DatabaseFaultTests` | |
/// | 19 | `ClockTests`, `PauseTests` | no summer time is known anywhere: all times are UTC |
/// | 20 | `KeyAndCopyTests`, `KeyringFaultTests`, `DatabaseFaultTests` | |
///
/// Not played: a loss of power, which needs a block device that drops what was not synced, and there is no device
/// mapper here. What stands for it is `synchronous=FULL` on the writer, and `kill -9`, which loses no page cache.
enum Scenarios {}
