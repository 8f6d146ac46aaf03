// What the developer does with a version that may be released (R20). Shares are hundredths of a
// percent of users, 0 to 10,000.

#include "http/command_bodies.h"
#include "http/command_reply.h"
#include "http/handlers.h"

namespace baobei::http {
namespace {

using lifecycle::CommandData;
using Built = OrProblem<CommandData>;

struct ShareBody {
  lifecycle::Share share = 0;
};
BOOST_DESCRIBE_STRUCT(ShareBody, (), (share))

struct RollBackBody {
  lifecycle::SubmissionNo submission = 0;
};
BOOST_DESCRIBE_STRUCT(RollBackBody, (), (submission))

}  // namespace

Reply release(Call& call, Services& services) {
  return command<ReleaseBody>(call, services,
                              [](const ReleaseBody& body, Words&) { return build_release(body); });
}

Reply set_share(Call& call, Services& services) {
  return command<ShareBody>(call, services, [](const ShareBody& body, Words&) -> Built {
    return lifecycle::SetShare{body.share};
  });
}

Reply roll_back(Call& call, Services& services) {
  return command<RollBackBody>(call, services, [](const RollBackBody& body, Words&) -> Built {
    return lifecycle::RollBack{body.submission};
  });
}

Reply suspend(Call& call, Services& services) {
  return command<Nothing>(call, services,
                          [](const Nothing&, Words&) -> Built { return lifecycle::Suspend{}; });
}

Reply resume(Call& call, Services& services) {
  return command<Nothing>(call, services,
                          [](const Nothing&, Words&) -> Built { return lifecycle::Resume{}; });
}

}  // namespace baobei::http
