// What happens beside a filing's clock: material that an office asks for, and what it gets (R11).
// Invariants and threads: as event.h says, which includes it.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "lifecycle/terms.h"

namespace baobei::lifecycle {

// R11: an officer asks for material. Neither the period nor who holds the case moves.
struct MaterialRequested {
  RequestNo request = 0;
  EntryNo entry = 0;
  TextRef text;
  std::optional<Instant> wanted_by;
};
BOOST_DESCRIBE_STRUCT(MaterialRequested, (), (request, entry, text, wanted_by))

struct MaterialReplied {
  RequestNo request = 0;
  EntryNo entry = 0;
  TextRef text;
  std::vector<std::string> documents;  // ids of kept scans
};
BOOST_DESCRIBE_STRUCT(MaterialReplied, (), (request, entry, text, documents))

}  // namespace baobei::lifecycle
