// The reasons that the lifecycle itself gives; the catalogue must have their words (a test of its
// holds it). Threads: constants.
#pragma once

namespace baobei::lifecycle {

inline constexpr const char* kReasonFilingFailed = "order_filing_failed";  // R17

}  // namespace baobei::lifecycle
