#include "simulation/simulation.h"

#include <deque>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>

#include "engine/engine.h"
#include "engine/manual_clock.h"
#include "simulation/people.h"
#include "store/backup.h"
#include "store/sqlite_store.h"
#include "support/scratch.h"
#include "support/table_book.h"

namespace baobei::simulation {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using engine::Answer;
using engine::AnswerKind;
using lifecycle::Role;

constexpr Instant kStart = from_micros(1'770'000'000'000'000);
constexpr Duration kKeysAreKept = 23h;
constexpr int kStepsPerForgetting = 3;
constexpr std::size_t kLettersForgotten = 12;

// A command under its key, and what came back.
struct Letter {
  engine::Request request;
  Instant sent;
  std::mutex mutex;
  std::deque<Answer> answers;  // not read yet
  std::string response;        // of the first time it was accepted

  std::optional<Answer> take() {
    const std::lock_guard lock(mutex);
    if (answers.empty()) return std::nullopt;
    auto answer = std::move(answers.front());
    answers.pop_front();
    return answer;
  }
};

Weather weather_of(const Settings& settings) {
  Weather weather;
  weather.lie = settings.lie;
  if (settings.lie != Lie::kNone || settings.seed % 4 == 0) return weather;
  weather.conflict = 4;
  weather.unknown = 8;
  weather.unavailable = 4;
  weather.lost_read = 2;
  return weather;
}

class Simulation {
 public:
  explicit Simulation(const Settings& settings)
      : settings_(settings), random_(settings.seed), people_(random_) {
    choose_rules();
    fs::create_directories(scratch_.path() / "0");
    open();
    put_everybody();
    start();
  }

  Report run() {
    for (int i = 0; i < settings_.steps && !failed(); ++i) step();
    if (!failed()) finish();
    report_.faults = faults_;
    report_.events = audit_->events();
    report_.store_faults += store_->faults_made();
    report_.lies += store_->lies_told();
    return report_;
  }

 private:
  std::string database() const {
    return (scratch_.path() / std::to_string(life_) / "baobei.db").string();
  }
  bool failed() const { return !faults_.empty(); }
  void fault(const std::string& what) { faults_.push_back(what); }

  void choose_rules() {
    auto& rules = book_.rules_;
    rules.silence_carries = chance(random_, 30);
    rules.second_signature_late_fail = chance(random_, 30);
    rules.second_signature_take_down = chance(random_, 30);
    rules.pass_onward_when_check_passed = chance(random_, 30);
    rules.silence_share_max = chance(random_, 50) ? 5000 : lifecycle::kFullShare;
    if (chance(random_, 50)) rules.auto_refuse_rules = {"bad-json"};
  }

  void open() {
    auto opened = store::open(database(), store::OpenMode::kSandbox, kStart);
    CHECK(opened.has_value(), to_string(opened.error()));
    opened_ = std::move(*opened);
    store_ = std::make_unique<CrashStore>(*opened_.store, random_(), weather_of(settings_));
    engine_ = std::make_unique<engine::Engine>(*store_, clock_, book_, nullptr);
  }

  void put_everybody() {
    auto& store = *opened_.store;
    for (const auto& each : everybody()) {
      CHECK(store.put_org({each.row.org, "developer", "一个组织", each.row.region}));
      CHECK(store.put_person(each.row));
    }
    for (const auto* region : {"33", "44", "11"}) {
      CHECK(store.put_office({region, lifecycle::Channel::kDesk}));
    }
    for (std::size_t i = 0; i < 4; ++i) {
      const auto& subject = subject_of(i);
      CHECK(store.put_subject({subject, i % 2 ? "org-b" : "org-a", "一家公司", "9133"}));
      for (const auto* category : {test::kPlain, test::kForum, test::kLive}) {
        CHECK(store.put_grant({subject.id, category, std::nullopt}));
      }
      CHECK(store.put_grant({subject.id, test::kClinic, kStart + 40 * 24h}));
    }
    for (std::size_t app = 0; app < kApps; ++app) {
      for (std::size_t i = 0; i < kVersions; ++i) {
        CHECK(store.put_package({app_name(app), version_digest(i), "1.0", 1, 1, "dev-a", kStart}));
      }
    }
  }

  void start() {
    audit_ = std::make_unique<Audit>(book_);
    for (const auto& each : everybody()) {
      const auto& row = each.row;
      audit_->add_inbox({row.id, row.org, row.roles, row.region});
    }
    engine_->start();
  }

  // ---- a step
  void step() {
    {
      std::promise<void> release;
      stall(release.get_future().share());
      move_clock();
      send_some();
      if (settings_.lie == Lie::kNone) change_facts();
      if (settings_.lie == Lie::kNone && chance(random_, 7)) {
        store_->die_after(below(random_, 3), chance(random_, 50) ? CrashStore::When::kBefore
                                                                 : CrashStore::When::kAfter);
      }
      release.set_value();
    }
    engine_->drain();
    if (store_->is_dead()) return recover();
    // The weather clears: what the store held up is made up for, and nothing is left to a timer,
    // so that the seed alone decides what happens.
    store_->be_calm();
    engine_->clock_moved();
    engine_->drain();
    read_answers();
    if (step_ % kStepsPerForgetting == 0) forget_answers();
    look();
  }

  // Clients that lost their answers ask under the same keys, newest first: they must get them
  // again.
  void forget_answers() {
    const std::size_t oldest =
        letters_.size() - std::min<std::size_t>(letters_.size(), kLettersForgotten);
    for (std::size_t i = letters_.size(); i > oldest; --i) {
      const auto letter = letters_[i - 1];
      if (!letter->response.empty() && clock_.now() - letter->sent < kKeysAreKept) {
        ask_again(letter);
      }
    }
  }

  // Keeps the writer busy, so that the step's commands meet in the order of the seed.
  void stall(std::shared_future<void> release) {
    std::promise<void> begun;
    const bool taken = engine_->run_on_writer([&, step = step_++, release](engine::Store&) {
      store_->begin_step(step);
      begun.set_value();
      release.wait();
    });
    CHECK(taken);
    begun.get_future().wait();
  }

  void move_clock() {
    Duration by{};
    switch (below(random_, 10)) {
      case 0:
      case 1:
      case 2:
        by = Duration(static_cast<std::int64_t>(below(random_, 60'000'000)));
        break;
      case 3:
      case 4:
        by = std::chrono::hours(1 + below(random_, 30));
        break;
      case 5:
        by = std::chrono::hours(24 * (1 + below(random_, 9)));
        break;
      case 6:
      case 7:
        by = to_next_end();
        break;
      default:
        break;
    }
    clock_.advance(std::max(by, Duration::zero()));
  }

  // To the microsecond before, at or after what comes next.
  Duration to_next_end() {
    std::optional<Instant> next;
    for (std::size_t i = 0; i < kApps; ++i) {
      const auto* app = audit_->find(app_name(i));
      if (app == nullptr) continue;
      for (const auto& deadline : lifecycle::deadlines(*app, book_.rules_)) {
        if (deadline.due > clock_.now()) next = std::min(next.value_or(deadline.due), deadline.due);
      }
    }
    if (!next) return {};
    return *next - clock_.now() + Duration(static_cast<std::int64_t>(below(random_, 3)) - 1);
  }

  void send_some() {
    const auto count = 1 + below(random_, 6);
    for (std::size_t i = 0; i < count; ++i) {
      if (chance(random_, 40))
        clock_.advance(Duration(static_cast<std::int64_t>(below(random_, 5))));
      auto ticket = engine_->stamp();
      auto letter = next_letter();
      if (chance(random_, 12)) {
        late_.emplace_back(std::move(ticket), letter);  // still on its way
      } else {
        submit(std::move(ticket), letter);
      }
    }
    while (!late_.empty() && chance(random_, 50)) {
      auto [ticket, letter] = std::move(late_.front());
      late_.erase(late_.begin());
      submit(std::move(ticket), letter);
    }
    if (!late_.empty() && chance(random_, 10)) late_.clear();  // a client that went away
  }

  std::shared_ptr<Letter> next_letter() {
    if (!letters_.empty() && chance(random_, 8)) {
      const auto& old = letters_[below(random_, letters_.size())];
      if (clock_.now() - old->sent < kKeysAreKept) {
        ++report_.repeated;
        return old;
      }
    }
    const auto app = below(random_, kApps);
    auto letter = std::make_shared<Letter>();
    letter->request.command = people_.next(app, audit_->find(app_name(app)), clock_.now());
    letter->request.idempotency = {"somebody", "command", std::to_string(letters_.size())};
    letter->request.request_hash = sha256("letter " + std::to_string(letters_.size()));
    letter->sent = clock_.now();
    letters_.push_back(letter);
    ++report_.commands;
    return letter;
  }

  void submit(engine::StampTicket ticket, const std::shared_ptr<Letter>& letter) {
    // What a dead server would have answered nobody hears.
    engine_->submit(std::move(ticket), letter->request,
                    [letter, store = store_.get()](Answer answer) {
                      if (store->is_dead()) return;
                      const std::lock_guard lock(letter->mutex);
                      letter->answers.push_back(std::move(answer));
                    });
    waiting_.push_back(letter);
  }

  void change_facts() {
    if (!chance(random_, 15)) return;
    const auto& subject = subject_of(below(random_, 4));
    const auto what = below(random_, 5);
    const auto days = std::chrono::hours(24 * below(random_, 60));
    const auto valid_until = clock_.now() + days;
    const auto channel = static_cast<lifecycle::Channel>(below(random_, 4));
    const std::string region = chance(random_, 50) ? "33" : "44";
    const auto digest = version_digest(below(random_, kVersions));
    auto person = everybody()[below(random_, everybody().size())].row;
    person.active = chance(random_, 60);
    const bool barred = chance(random_, 30);
    engine_->run_on_writer([=](engine::Store& store) {
      switch (what) {
        case 0:
          (void)store.put_grant({subject.id, test::kClinic, valid_until});
          break;
        case 1:
          (void)store.put_office({region, channel});
          break;
        case 2:
          (void)store.put_person(person);
          break;
        case 3:
          (void)store.bar_everywhere(digest, barred);
          break;
        default:
          (void)store.remove_grant(subject.id, test::kClinic);
          break;
      }
    });
  }

  // ---- what came back
  void read_answers() {
    std::vector<std::shared_ptr<Letter>> still;  // held for an earlier stamp
    for (auto& letter : waiting_) {
      if (auto answer = letter->take()) {
        note(*letter, *answer);
      } else {
        still.push_back(letter);
      }
    }
    waiting_ = std::move(still);
  }

  void note(Letter& letter, const Answer& answer) {
    const std::string key = "letter " + letter.request.idempotency->key;
    // One that was on its way for a day may be a new one.
    const bool known = !letter.response.empty() && clock_.now() - letter.sent < kKeysAreKept;
    switch (answer.kind) {
      case AnswerKind::kAccepted:
        ++report_.accepted;
        if (known) fault(key + " was accepted twice");
        take_receipt(letter, answer.response);
        return;
      case AnswerKind::kDuplicate:
        if (letter.response.empty()) take_receipt(letter, answer.response);
        if (letter.response != answer.response) fault(key + " got another answer than before");
        return;
      case AnswerKind::kRefused:
        ++report_.refused;
        if (known) fault(key + " was accepted once and is refused now");
        return;
      case AnswerKind::kUnavailable:
        ++report_.unavailable;
        if (settings_.seed % 4 == 0) fault(key + " in fair weather: " + answer.detail);
        return;
      case AnswerKind::kKeyReused:
      case AnswerKind::kBusy:
        fault(key + ": " + answer.detail);
        return;
    }
  }

  void take_receipt(Letter& letter, const std::string& response) {
    letter.response = response;
    receipts_.push_back(receipt_of(response, lifecycle::command_name(letter.request.command.data) +
                                                 std::string(" by ") +
                                                 letter.request.command.actor.person));
  }

  // On the writer's thread, so that nothing is written while it is looked at.
  void look() {
    std::promise<void> seen;
    engine_->run_on_writer([&](engine::Store&) {
      const auto deadlines = opened_.store->due(Instant::max(), 100'000).value();
      audit_->follow(*opened_.reader, deadlines, clock_.now());
      seen.set_value();
    });
    seen.get_future().wait();
    for (auto& found : audit_->take_faults()) fault(found);
  }

  // ---- after a crash: from the files as they lay there
  void recover() {
    ++report_.crashes;
    read_answers();
    late_.clear();
    report_.store_faults += store_->faults_made();
    engine_.reset();
    const fs::path old = database();
    ++life_;
    fs::create_directories(fs::path(database()).parent_path());
    for (const char* suffix : {"", "-wal"}) {
      std::error_code ignored;
      fs::copy_file(old.string() + suffix, database() + suffix, ignored);
    }
    opened_ = {};
    fs::remove_all(old.parent_path());
    open();
    verify_file();
    start();
    look();
    auto lost = std::exchange(waiting_, {});
    for (auto& letter : lost) ask_again(letter);
    for (int i = 0; i < 10 && !letters_.empty(); ++i) {
      auto& letter = letters_[below(random_, letters_.size())];
      if (!letter->response.empty() && clock_.now() - letter->sent < kKeysAreKept)
        ask_again(letter);
    }
    look();
    check_all();
  }

  void ask_again(const std::shared_ptr<Letter>& letter) {
    ++report_.repeated;
    submit(engine_->stamp(), letter);
    engine_->drain();
    read_answers();
  }

  void verify_file() {
    const auto verified = store::verify(database());
    if (!verified) fault("verify: " + to_string(verified.error()));
  }

  void check_all() {
    audit_->check_lists(*opened_.reader);
    audit_->check_receipts(receipts_);
    for (auto& found : audit_->take_faults()) fault(found);
  }

  // Everything comes to its end, the books are closed.
  void finish() {
    late_.clear();
    engine_->drain();
    read_answers();
    for (int i = 0; i < 4 && !failed(); ++i) {
      clock_.advance(100 * 24h);
      engine_->clock_moved();
      engine_->drain();
      look();
    }
    if (!waiting_.empty()) fault("a command was never answered");
    if (!failed()) check_all();
    const auto figures = engine_->figures();
    if (figures.deferred != 0) fault("a mini-program was deferred");
    if (figures.queued != 0) fault("commands were left");
    engine_->stop();
    if (!failed()) verify_file();
  }

  const Settings settings_;
  Random random_;
  People people_;
  test::Scratch scratch_;
  int life_ = 0;
  int step_ = 0;
  engine::ManualClock clock_{kStart};
  test::TableBook book_;
  store::Opened opened_;
  std::unique_ptr<CrashStore> store_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<Audit> audit_;
  std::vector<std::shared_ptr<Letter>> letters_;
  std::vector<std::shared_ptr<Letter>> waiting_;
  std::vector<std::pair<engine::StampTicket, std::shared_ptr<Letter>>> late_;
  std::vector<Receipt> receipts_;
  Faults faults_;
  Report report_;
};

}  // namespace

Report simulate(const Settings& settings) {
  return Simulation(settings).run();
}

}  // namespace baobei::simulation
