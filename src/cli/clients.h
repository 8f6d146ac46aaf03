// What an agency sees of all mini-programs that authorised it (R10b): those of other organisations
// that it may see. Threads: one. Owner: the command.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "cli/session.h"

namespace baobei::cli {

// Pages of a list that are read for what is about clients; further ones are left, and said to be.
inline constexpr std::size_t kClientPagesMax = 100;

int run_status_of_clients(Session& session);
// The first `items_max` items of a list that are about a client's mini-program, wherever in the
// list they stand; "next" is the cursor behind the last one.
Answer<boost::json::value> list_of_clients(Session& session, const std::string& target,
                                           std::size_t items_max);

}  // namespace baobei::cli
