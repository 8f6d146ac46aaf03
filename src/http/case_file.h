// A mini-program's case file as a viewer may see it.
// Threads: any; each call reads its own snapshot.
#pragma once

#include "http/call.h"
#include "lifecycle/app.h"

namespace baobei::http {

// Of the path's first parameter. kNotFound for foreign ones.
Result<lifecycle::App> visible_case(const Call& call, Services& services);

// Of the owner's people, or of an agency whose authorisation has not ended (R10b).
bool develops(const lifecycle::App& app, const engine::PersonRow& person, Instant now);

// Reviewers, operators and officers see who decided; the parties see that somebody did.
bool sees_people(const engine::Viewer& viewer);

}  // namespace baobei::http
