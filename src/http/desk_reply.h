// Steps on applications and grants, from a handler to the engine's writer and back to an answer:
// idempotency, dry run and outcomes as of command_reply.h.
//
//   accepted    200, or 201 with Location    {"subject","category","application"?,…}
//   refused     404, 403, 412 or 409 with the refusal's name
//
// Threads: as command_reply.h.
#pragma once

#include <optional>

#include "engine/application_desk.h"
#include "http/call.h"

namespace baobei::http {

// Who may come here at all: 403 before anything is looked up.
std::optional<Problem> lacks_role(const Call& call, lifecycle::Role role);
std::optional<Problem> lacks_any_role(const Call& call, std::initializer_list<lifecycle::Role> any);

// The subject of the path's first parameter; kNotFound where the viewer does not see it.
Result<engine::SubjectRow> visible_subject(const Call& call, Services& services);
// The application of the path's first parameter; the refusal where the viewer does not see it.
OrProblem<lifecycle::Application> visible_application(const Call& call, Services& services);

// What the catalogue in force says of the category for this kind of subject.
lifecycle::CategoryTerms terms_of(const catalogue::Catalogue& catalogue,
                                  const lifecycle::CategoryId& category,
                                  lifecycle::SubjectKind kind);

// "application-3" of the ETag, from If-Match.
std::string application_etag(std::uint32_t revision);
OrProblem<std::uint32_t> application_revision_of(const Head& head);

// `request` as its handler knows it; actor, idempotency, dry run and instant are put in here.
Reply send_step(Call& call, Services& services, lifecycle::Role role, engine::StepRequest request);

}  // namespace baobei::http
