// Who may send which command: the one table (DESIGN decision 11). Whether this person may act on
// this mini-program, region or case is a guard of its own in decide.cc.
// Threads: constants.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "base/result.h"
#include "lifecycle/command.h"

namespace baobei::lifecycle {

constexpr std::uint32_t role_bit(Role role) {
  return 1U << static_cast<unsigned>(role);
}

constexpr std::uint32_t roles(std::initializer_list<Role> list) {
  std::uint32_t bits = 0;
  for (const Role role : list) bits |= role_bit(role);
  return bits;
}

// In the order of CommandData's alternatives.
inline constexpr std::array<std::uint32_t, std::variant_size_v<CommandData>> kRights = {
    roles({Role::kOperator}),                         // RegisterApp
    roles({Role::kDeveloper}),                        // AuthoriseAgency
    roles({Role::kDeveloper}),                        // EndAuthorisation
    roles({Role::kOperator}),                         // ChangeSubject
    roles({Role::kDeveloper}),                        // Submit
    roles({Role::kChecker}),                          // RecordCheck
    roles({Role::kReviewer, Role::kSeniorReviewer}),  // AskDeveloper
    roles({Role::kDeveloper}),                        // AnswerQuestion
    roles({Role::kReviewer, Role::kSeniorReviewer}),  // PassReview
    roles({Role::kReviewer, Role::kSeniorReviewer}),  // RefuseReview
    roles({Role::kDeveloper}),                        // Appeal
    roles({Role::kReviewer, Role::kSeniorReviewer}),  // DecideAppeal
    roles({Role::kDeveloper}),                        // Withdraw
    roles({Role::kSeniorReviewer}),                   // RevokePass (R7a)
    roles({Role::kOperator}),                         // StopCase (R7a)
    roles({Role::kDeveloper}),                        // ChooseRelease
    roles({Role::kOperator}),                         // RecordHandOver (R10a)
    roles({Role::kOfficer, Role::kOperator}),         // AnswerFiling; operators transcribe
    roles({Role::kOfficer, Role::kOperator}),         // SignAnswer
    roles({Role::kOfficer, Role::kOperator}),         // AmendAnswer
    roles({Role::kOfficer, Role::kOperator}),         // RevokeAnswer
    roles({Role::kOfficer}),                          // RequestMaterial (R11)
    roles({Role::kDeveloper}),                        // ReplyToRequest
    roles({Role::kOfficer, Role::kOperator}),         // OrderTakeDown (R21)
    roles({Role::kOfficer, Role::kOperator}),         // SignOrder
    roles({Role::kOfficer, Role::kOperator}),         // RevokeOrder
    roles({Role::kDeveloper}),                        // Release
    roles({Role::kDeveloper}),                        // SetShare
    roles({Role::kDeveloper}),                        // RollBack
    roles({Role::kDeveloper}),                        // TakeDownNow
    roles({Role::kDeveloper}),                        // Suspend
    roles({Role::kDeveloper}),                        // Resume
    roles({Role::kClock}),                            // Settle
};

// The roles of one person: none that no person has, none twice, and an auditor alone: whoever looks
// over others' work has no part in it. kInvalid names the role.
Status check_roles(const std::vector<Role>& roles);

inline bool may_send(Role role, const CommandData& command) {
  return (kRights[command.index()] & role_bit(role)) != 0;
}

}  // namespace baobei::lifecycle
