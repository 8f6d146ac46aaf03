// The API as an Application: finds the route, stamps, authenticates, hands to the handler.
//
// Invariants: the stamp of a command is the first thing that happens after its last byte was read
// (R13), before anything that could wait. Routes of the sandbox do not exist in production. A query
// with a parameter that the operation does not have is refused before the body is read.
// Threads: any. Owner: server/main.cc; outlives the Server.
#pragma once

#include <vector>

#include "catalogue/text.h"
#include "http/query_names.h"
#include "http/router.h"
#include "http/server.h"
#include "http/services.h"

namespace baobei::http {

class ApiApplication final : public Application {
 public:
  explicit ApiApplication(Services& services);

  Admission admit(const Head& head) override;
  Reply receive(Request request) override;
  Response refuse(Fault fault, const Head& head) override;

 private:
  // The desks' file behind a path that the API does not have; nullptr: none.
  const web_files::WebFile* desk_file(const Head& head) const;
  // How long a body may be and where it goes; a long one is refused without a token.
  void admit_body(const Head& head, RouteKind kind, catalogue::Language language,
                  Admission& admission) const;

  Services& services_;
  Router router_;
  std::vector<const QueryNames*> queries_;  // in the order of all_routes()
};

}  // namespace baobei::http
