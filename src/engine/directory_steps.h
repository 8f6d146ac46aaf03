// Steps of the directory: what somebody changed of who exists, and of the hosts, in which act.
//
// Invariants: a step is written in the transaction of what it tells of, and only where something
// changed. It holds ids, codes and the names of fields: what may say something about a person, such
// as a name or a credit code, is told as changed and not what it was. Steps are added, never
// changed or taken away; they are a chain (step_chain.h). Values; any thread.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "lifecycle/terms.h"

namespace baobei::engine {

// Who acts, and when.
struct Act {
  lifecycle::PersonId by;
  Instant at;
};

enum class DirectoryStepKind {
  kOrgRecorded,
  kOrgChanged,
  kSubjectRecorded,
  kSubjectChanged,
  kPersonRecorded,
  kPersonChanged,
  kOwnerMade,
  kOwnerEnded,
  kHostAdded,
  kHostRevoked,
};
BOOST_DESCRIBE_ENUM(DirectoryStepKind, kOrgRecorded, kOrgChanged, kSubjectRecorded, kSubjectChanged,
                    kPersonRecorded, kPersonChanged, kOwnerMade, kOwnerEnded, kHostAdded,
                    kHostRevoked)

// Without values: a field of which only the change is told. Without `before`: it was empty.
struct FieldChange {
  std::string field;
  std::optional<std::string> before;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(FieldChange, (), (field, before, after))

struct DirectoryStep {
  std::uint64_t id = 0;  // the store gives it, dense from 1
  DirectoryStepKind what = DirectoryStepKind::kOrgRecorded;
  std::string about;  // the organisation, subject, person or host
  Act act;
  std::vector<FieldChange> changes;
};

}  // namespace baobei::engine
