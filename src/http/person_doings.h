// What somebody did, part by part: events of mini-programs first, out of the log, then what is on
// record beside it (access_ports.h). One answer goes through the parts until it has a page of rows
// or kActsWindow entries of the log are behind it; `next` says where to go on.
//
// Threads: pure but for the ports that are asked.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>

#include "base/json.h"
#include "http/problem.h"
#include "http/services.h"

namespace baobei::http {

// In this order; on the wire the members of the answer.
enum class DoingsPart { kActs, kDirectorySteps, kCategorySteps, kReadings, kAttempts };
BOOST_DESCRIBE_ENUM(DoingsPart, kActs, kDirectorySteps, kCategorySteps, kReadings, kAttempts)

// "acts:20000", "readings:CURSOR", "attempts:".
struct DoingsPlace {
  DoingsPart part = DoingsPart::kActs;
  std::string cursor;  // of the part; empty: from its start
};

// Empty: from the start. kInvalid, at "after", for what names no part.
Result<DoingsPlace> doings_place(const std::string& text);

struct DoingsQuery {
  lifecycle::PersonId person;
  Language language;  // of why something was refused
  DoingsPlace from;
};

// Every part's array, and "next" where there is more. kInvalid for a cursor that the part does not
// know.
Status add_doings(json::object& object, const DoingsQuery& query, Services& services);

}  // namespace baobei::http
