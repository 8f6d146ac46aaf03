#include "http/job_dry_run.h"

#include <atomic>
#include <memory>

#include "http/job_commands.h"
#include "http/job_reply.h"

namespace baobei::http {
namespace {

class DryRun : public std::enable_shared_from_this<DryRun> {
 public:
  DryRun(Services& services, engine::JobRow job, std::vector<engine::JobItemRow> items,
         engine::StampTicket ticket, Language language, Done done)
      : services_(services),
        job_(std::move(job)),
        items_(std::move(items)),
        ticket_(std::move(ticket)),
        language_(language),
        done_(std::move(done)) {}

  // Sends the next lot; answers when there is none.
  void go_on() {
    if (next_ == items_.size()) return answer();
    const auto first = next_;
    const auto last = std::min(items_.size(), first + engine::kJobItemsAtOnce);
    next_ = last;
    missing_ = last - first;
    // The answer to the last of them may go on already, on another thread.
    for (auto at = first; at < last; ++at) send(items_[at]);
  }

 private:
  void send(engine::JobItemRow& item) {
    auto request = request_of(services_, job_, item);
    if (!request) {
      item.state = engine::ItemState::kRefused;
      item.refusal = request.error().code;
      return one_less();
    }
    request->dry_run = true;
    services_.commands.submit(ticket_.another(), std::move(*request),
                              [self = shared_from_this(), &item](const engine::Answer& answer) {
                                self->take(item, answer);
                              });
  }
  void take(engine::JobItemRow& item, const engine::Answer& answer) {
    const auto result = result_of(services_, job_, item, answer);
    item.state = result ? result->state : engine::ItemState::kAccepted;
    if (result) item.refusal = result->refusal;
    if (!result) item.response = answer.response;
    one_less();
  }
  void one_less() {
    if (--missing_ == 0) go_on();
  }
  void answer() {
    json::array rows;
    for (const auto& item : items_) rows.push_back(job_item_json(item, language_));
    json::object object;
    object.emplace("dry_run", true);
    object.emplace("kind", wire_name(job_.kind));
    object.emplace("items", std::move(rows));
    done_(json_text(200, json::serialize(object)));
  }

  Services& services_;
  const engine::JobRow job_;
  std::vector<engine::JobItemRow> items_;
  engine::StampTicket ticket_;
  const Language language_;
  const Done done_;
  std::size_t next_ = 0;
  std::atomic<std::size_t> missing_ = 0;
};

}  // namespace

void dry_run_job(Services& services, engine::JobRow job, std::vector<engine::JobItemRow> items,
                 engine::StampTicket ticket, Language language, Done done) {
  std::make_shared<DryRun>(services, std::move(job), std::move(items), std::move(ticket), language,
                           std::move(done))
      ->go_on();
}

}  // namespace baobei::http
