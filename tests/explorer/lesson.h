// What one accepted command teaches the witness, and what the lifecycle made of it.
// Threads: one. Owner: Witness::learn().
#pragma once

#include "witness.h"

namespace baobei::explorer {

class Lesson {
 public:
  Lesson(Witness& witness, const Universe& universe, const lifecycle::Facts& facts,
         const Step& step, Faults& faults)
      : w_(witness), universe_(universe), facts_(facts), step_(step), faults_(faults) {}

  void learn();

 private:
  using Reason = Invariant;
  void fault(Reason reason, std::string what);
  void expect(bool holds, Reason reason, const char* what) {
    if (!holds) fault(reason, what);
  }
  template <typename T>
  const T* event_of(auto matches) const {
    for (const auto& event : step_.events) {
      const auto* data = std::get_if<T>(&event.data);
      if (data != nullptr && matches(*data)) return data;
    }
    return nullptr;
  }
  WitnessedSubmission& submission(lifecycle::SubmissionNo no) { return w_.submissions_.at(no - 1); }
  WitnessedEntry& entry(lifecycle::EntryNo no) { return w_.entries_.at(no - 1); }

  // The command (lesson.cc).
  template <typename T>
  void on(const T&) {}
  void on(const lifecycle::RegisterApp& command);
  void on(const lifecycle::AuthoriseAgency& command);
  void on(const lifecycle::EndAuthorisation& command);
  void on(const lifecycle::ChangeSubject& command);
  void on(const lifecycle::Submit& command);
  void on(const lifecycle::RecordCheck& command);
  void on(const lifecycle::AskDeveloper& command);
  void on(const lifecycle::AnswerQuestion& command);
  void on(const lifecycle::PassReview& command);
  void on(const lifecycle::RefuseReview& command);
  void on(const lifecycle::Appeal& command);
  void on(const lifecycle::DecideAppeal& command);
  void on(const lifecycle::Withdraw& command);
  void on(const lifecycle::RevokePass& command);
  void on(const lifecycle::StopCase& command);
  void on(const lifecycle::ChooseRelease& command);
  void on(const lifecycle::Suspend& command);
  void on(const lifecycle::Resume& command);
  void sender_may_act();
  void decides(const lifecycle::SubmissionNo no, const Digest& digest,
               lifecycle::Revision revision);
  void not_own(lifecycle::SubmissionNo no);
  void end_entry_of(lifecycle::SubmissionNo no, Fate fate);
  void end_reference(const Digest& digest);
  void pass(lifecycle::SubmissionNo no, const std::vector<lifecycle::CategoryId>& present);

  // The office and the orders (lesson_office.cc).
  void on(const lifecycle::RecordHandOver& command);
  void on(const lifecycle::AnswerFiling& command);
  void on(const lifecycle::SignAnswer& command);
  void on(const lifecycle::AmendAnswer& command);
  void on(const lifecycle::RevokeAnswer& command);
  void on(const lifecycle::RequestMaterial& command);
  void on(const lifecycle::ReplyToRequest& command);
  void nothing_moved();
  void on(const lifecycle::OrderTakeDown& command);
  void on(const lifecycle::SignOrder& command);
  void on(const lifecycle::RevokeOrder& command);
  void on(const lifecycle::TakeDownNow& command);
  void answers_for(lifecycle::EntryNo no, const lifecycle::RegionCode& region);
  bool needs_second(const lifecycle::AnswerFiling& command) const;
  void effect(lifecycle::AnswerNo no);
  void effect_of_pass(lifecycle::AnswerNo no);
  void effect_of_fail(lifecycle::AnswerNo no);
  void undo(lifecycle::AnswerNo no);
  Fate fate_of_reopened(lifecycle::EntryNo no);
  void effect(WitnessedOrder& order, lifecycle::OrderNo no);
  void gave(const WitnessedOrder& order);
  std::set<Digest> served() const;

  // What happened (lesson_events.cc).
  template <typename T>
  void see(const lifecycle::Event&, const T&) {}
  void see(const lifecycle::Event& event, const lifecycle::EntryOpened& data);
  void see(const lifecycle::Event& event, const lifecycle::EntryMoved& data);
  void see(const lifecycle::Event& event, const lifecycle::FilingStarted& data);
  void see(const lifecycle::Event& event, const lifecycle::FilingEndWarned& data);
  void see(const lifecycle::Event& event, const lifecycle::FilingPeriodEnded& data);
  void see(const lifecycle::Event& event, const lifecycle::SubmissionWithdrawn& data);
  void see(const lifecycle::Event& event, const lifecycle::AuthorisationEnded& data);
  void see(const lifecycle::Event& event, const lifecycle::TakenDown& data);
  void see(const lifecycle::Event& event, const lifecycle::TakeDownWarned& data);
  void see(const lifecycle::Event& event, const lifecycle::OrderDischarged& data);
  void see(const lifecycle::Event& event, const lifecycle::Released& data);
  void see(const lifecycle::Event& event, const lifecycle::ShareChanged& data);
  void see(const lifecycle::Event& event, const lifecycle::QualificationLapsed& data);
  void looked_again();
  void began(const lifecycle::Event& event, lifecycle::SubmissionNo no, bool rolls_back);

  Witness& w_;
  const Universe& universe_;
  const lifecycle::Facts& facts_;
  const Step& step_;
  Faults& faults_;
};

}  // namespace baobei::explorer
