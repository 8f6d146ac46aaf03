// What happened to the qualifications of what is served (R2, R2a), as facts that never change; a
// part of event.h.
//
// Invariants: as there. Threads: plain values.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>

#include "lifecycle/terms.h"

namespace baobei::lifecycle {

struct QualificationWarned {
  CategoryId category;
};
BOOST_DESCRIBE_STRUCT(QualificationWarned, (), (category))

// R2a: after release: notice, grace, then an operator's task.
struct QualificationLapsed {
  CategoryId category;
  Instant grace_until;
};
BOOST_DESCRIBE_STRUCT(QualificationLapsed, (), (category, grace_until))

struct QualificationGraceEnded {
  CategoryId category;
};
BOOST_DESCRIBE_STRUCT(QualificationGraceEnded, (), (category))

struct QualificationRenewed {
  CategoryId category;
  std::optional<Instant> valid_until;
};
BOOST_DESCRIBE_STRUCT(QualificationRenewed, (), (category, valid_until))

}  // namespace baobei::lifecycle
