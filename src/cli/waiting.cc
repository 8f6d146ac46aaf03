#include "cli/waiting.h"

namespace baobei::cli {

Answer<Reply> wait_for(Session& session, const std::string& target,
                       const std::function<bool(const View&)>& enough,
                       const std::function<void(const View&)>& changed, Duration limit) {
  TRY_ASSIGN(Client * api, session.client());
  std::string before;
  for (Duration waited{0};; waited += kLookAgain) {
    TRY_ASSIGN(auto reply, api->get(target));
    const auto view = reply.view();
    const auto mark = view["revision"].text() + view["state"].text() + reply.etag;
    if (mark != before) changed(view);
    before = mark;
    if (enough(view)) return reply;
    if (waited >= limit) {
      ApiError error;
      error.kind = ErrorKind::kUnavailable;
      error.code = "still_waiting";
      return std::unexpected(error);
    }
    session.machine().sleep(kLookAgain);
  }
}

int failed_waiting(Session& session, const ApiError& error) {
  if (error.code != "still_waiting") return session.failed(error);
  session.err().line(Word::kStillWaiting, {}, Tone::kWarn);
  return kExitWaiting;
}

int outcome_of(const View& submission) {
  const auto state = submission["state"].text();
  const bool bad = state == "refused" || state == "filing_failed" || state == "stopped" ||
                   state == "withdrawn" || state == "lapsed";
  return bad ? kExitRefused : kExitOk;
}

}  // namespace baobei::cli
