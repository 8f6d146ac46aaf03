// What an agency sees of all mini-programs that authorised it (R10b): those of other organisations
// that it may see. Threads: one. Owner: the command.
#pragma once

#include <boost/json/value.hpp>
#include <map>
#include <string>

#include "cli/session.h"

namespace baobei::cli {

int run_status_of_clients(Session& session);
// A page of the inbox without what is not about a client's mini-program.
Answer<boost::json::value> inbox_of_clients(Session& session, const boost::json::value& list);
// A page of a list, of these mini-programs alone.
boost::json::value of_clients(const boost::json::value& list,
                              const std::map<std::string, boost::json::value>& apps);

}  // namespace baobei::cli
