// The inbox as a whole: how much is unread, and all of it read at once.

#include "base/json.h"
#include "http/handlers.h"
#include "http/request_json.h"

namespace baobei::http {
namespace {

struct ReadAllBody {
  std::uint64_t up_to = 0;
};
BOOST_DESCRIBE_STRUCT(ReadAllBody, (), (up_to))

struct ReadAll {
  engine::Viewer viewer;
  std::uint64_t up_to = 0;
  Instant at;
  Language language = Language::kZh;
  std::uint64_t marked = 0;
};

// One transaction after another, so that a large inbox holds nobody up.
void read_on(const std::shared_ptr<ReadAll>& all, Services& services, const Done& done) {
  const auto some = std::make_shared<std::size_t>(0);
  services.commands.write(
      [&marks = *services.inbox_marks, all, some]() -> Status {
        TRY_ASSIGN(*some, marks.read_some(all->viewer, all->up_to, all->at));
        return {};
      },
      [&services, all, some, done](const Status& written) {
        if (!written) return done(problem_response(written.error(), all->language));
        all->marked += *some;
        if (*some == engine::kReadAtOnceMax) return read_on(all, services, done);
        done(json_text(200, json::serialize(json::object{{"marked", all->marked}})));
      });
}

}  // namespace

Reply read_all_notices(Call& call, Services& services) {
  const auto body = read_body<ReadAllBody>(call.request.body);
  if (!body) return call.problem(body.error());
  if (body->up_to > INT64_MAX) {
    return call.problem(Error{ErrorKind::kInvalid, "not the id of a notice", "/up_to"});
  }
  auto all = std::make_shared<ReadAll>();
  all->viewer = call.viewer();
  all->up_to = body->up_to;
  all->at = services.clock.now();
  all->language = call.language;
  return Pending([&services, all](Done done) { read_on(all, services, done); });
}

Reply count_unread(Call& call, Services& services) {
  const auto unread = services.inbox_marks->unread(call.viewer());
  if (!unread) return call.problem(unread.error());
  return json_text(
      200, json::serialize(json::object{{"unread", unread->count}, {"exact", unread->exact}}));
}

}  // namespace baobei::http
