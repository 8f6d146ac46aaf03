// What is on record about people's own doings, as the API shows it. Include it from .cc files only.
// Threads: pure but for the words and the catalogue that are asked.
#pragma once

#include "base/json.h"
#include "engine/access_ports.h"
#include "http/problem.h"
#include "http/services.h"

namespace baobei::http {

json::object attempt_on_record(const engine::AttemptRow& row, Language language);
json::object reading_on_record(const engine::ReadingRow& row);
// "words": null where they were erased.
json::object step_on_record(const engine::StepRow& row, Services& services);
json::object directory_step_on_record(const engine::DirectoryStep& step);

}  // namespace baobei::http
