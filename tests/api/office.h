// Jobs, signed files to and from offices, and the register's lists, asked of the running program in
// every documented status. Threads: one. Owner: a test.
#pragma once

#include "story.h"

namespace baobei::api {

// After the stories of review and filing.
void tell_of_office(Story& story);
void tell_of_registers(Contract& contract);

// kA, before it is answered: material asked for and replied to. Gives the office's letter.
std::string tell_of_material(Story& story);

// The job once it runs no more.
json::value ended_job(Contract& contract, const std::string& who, const std::string& id);

}  // namespace baobei::api
