// The names that rows of a list show beside ids: subjects and organisations, each looked up once a
// response.
//
// Threads: one response's thread. Owner: the handler; the services outlive it.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/json.h"
#include "http/services.h"

namespace baobei::http {

class RowNames {
 public:
  explicit RowNames(Services& services) : services_(services) {}

  // "subject_name". Neither adds anything for an id that is not known; a fault of the store is
  // reported, and the row stands without the name.
  void add_subject(json::object& item, const lifecycle::SubjectId& id);
  // An organisation's, as `member`, where a directory is kept.
  void add_org(json::object& item, std::string_view member, const lifecycle::OrgId& id);

 private:
  using Seen = std::map<std::string, std::string>;
  const std::string& name_of(Seen& seen, const std::string& id,
                             const std::function<Result<std::string>()>& look_up);

  Services& services_;
  Seen subjects_;
  Seen orgs_;
};

}  // namespace baobei::http
