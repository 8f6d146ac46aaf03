// Submitting and reviewing (R1–R8).

#include "http/case_file.h"
#include "http/handlers.h"
#include "http/submission_form.h"

namespace baobei::http {
namespace {

using lifecycle::CommandData;
using Built = OrProblem<CommandData>;

struct TextBody {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(TextBody, (), (text))

struct PassBody {
  Digest digest;
  std::vector<std::string> present;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(PassBody, (), (digest, present, reason))

struct RefuseBody {
  Digest digest;
  std::vector<ReasonBody> reasons;
};
BOOST_DESCRIBE_STRUCT(RefuseBody, (), (digest, reasons))

struct DecideAppealBody {
  bool uphold = false;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(DecideAppealBody, (), (uphold, text))

struct OneReasonBody {
  ReasonBody reason;
};
BOOST_DESCRIBE_STRUCT(OneReasonBody, (), (reason))

struct ChoiceBody {
  lifecycle::ReleaseChoice choice = lifecycle::ReleaseChoice::kByHand;
};
BOOST_DESCRIBE_STRUCT(ChoiceBody, (), (choice))

// Commands that are a submission's number and a text.
template <typename Data>
Reply text_command(Call& call, Services& services, const char* kind) {
  return command<TextBody>(call, services, [&](const TextBody& body, Words& words) -> Built {
    Data data;
    TRY_ASSIGN(data.submission, path_number(call, 1));
    TRY_ASSIGN(data.text, words.keep(kind, body.text, "/text", Need::kRequired));
    return data;
  });
}

template <typename Data>
Reply reason_command(Call& call, Services& services) {
  const auto& catalogue = services.catalogue(services.clock.now());
  return command<OneReasonBody>(
      call, services, [&](const OneReasonBody& body, Words& words) -> Built {
        Data data;
        TRY_ASSIGN(data.submission, path_number(call, 1));
        TRY_ASSIGN(data.reason, read_reason(body.reason, catalogue, words, "/reason"));
        return data;
      });
}

// What the form brings is looked up and kept for those who develop the mini-program; everybody else
// is refused as they are without it.
Reply send_with_form(Call& call, Services& services, const SubmitBody& body, Outgoing outgoing) {
  if (!body.pictures && !body.test_account) {
    return send_command(call, services, std::move(outgoing));
  }
  if (body.test_account) {
    const auto checked = check_test_account(*body.test_account);
    if (!checked) return call.problem(checked.error());
  }
  const auto file = visible_case(call, services);
  if (!file || !develops(*file, call.principal.person, services.clock.now())) {
    return send_command(call, services, std::move(outgoing));
  }
  if (body.pictures && !body.pictures->empty()) {
    auto pictures = form_pictures(services, file->id, *body.pictures);
    if (!pictures) return call.problem(pictures.error());
    std::get<lifecycle::Submit>(outgoing.data).pictures = std::move(*pictures);
  }
  if (!body.test_account) return send_command(call, services, std::move(outgoing));
  return send_with_test_account(call, services, std::move(outgoing), file->subject.id,
                                *body.test_account);
}

}  // namespace

Reply submit(Call& call, Services& services) {
  auto body = read_body<SubmitBody>(call.request.body);
  if (!body) return call.problem(body.error());
  Words words;
  auto data = build_submit(*body, words);
  if (!data) return call.problem(data.error());
  const auto& app = call.params.at(0);
  Outgoing outgoing;
  outgoing.app = app;
  outgoing.data = std::move(*data);
  outgoing.texts = words.take();
  outgoing.made = Made{"submitted", "submission", "/v1/apps/" + app + "/submissions/"};
  return send_with_form(call, services, *body, std::move(outgoing));
}

Reply ask_developer(Call& call, Services& services) {
  return text_command<lifecycle::AskDeveloper>(call, services, "question");
}

Reply answer_question(Call& call, Services& services) {
  return text_command<lifecycle::AnswerQuestion>(call, services, "answer");
}

Reply appeal(Call& call, Services& services) {
  return text_command<lifecycle::Appeal>(call, services, "appeal");
}

Reply pass_review(Call& call, Services& services) {
  return command<PassBody>(call, services, [&](const PassBody& body, Words& words) -> Built {
    lifecycle::PassReview data;
    TRY_ASSIGN(data.submission, path_number(call, 1));
    TRY_ASSIGN(data.review_revision, review_revision_of(call.request.head));
    data.digest = body.digest;
    TRY(check_rows(body.present, "/present"));
    data.present = body.present;
    TRY_ASSIGN(data.reason,
               words.keep("reason", body.reason.value_or(""), "/reason", Need::kOptional));
    return data;
  });
}

Reply refuse_review(Call& call, Services& services) {
  const auto& catalogue = services.catalogue(services.clock.now());
  return command<RefuseBody>(call, services, [&](const RefuseBody& body, Words& words) -> Built {
    lifecycle::RefuseReview data;
    TRY_ASSIGN(data.submission, path_number(call, 1));
    TRY_ASSIGN(data.review_revision, review_revision_of(call.request.head));
    data.digest = body.digest;
    TRY(check_rows(body.reasons, "/reasons"));
    for (std::size_t i = 0; i < body.reasons.size(); ++i) {
      const auto pointer = "/reasons/" + std::to_string(i);
      TRY_ASSIGN(auto reason, read_reason(body.reasons[i], catalogue, words, pointer));
      data.reasons.push_back(std::move(reason));
    }
    return data;
  });
}

Reply withdraw(Call& call, Services& services) {
  return command<Nothing>(call, services, [&](const Nothing&, Words&) -> Built {
    lifecycle::Withdraw data;
    TRY_ASSIGN(data.submission, path_number(call, 1));
    return data;
  });
}

Reply decide_appeal(Call& call, Services& services) {
  return command<DecideAppealBody>(
      call, services, [&](const DecideAppealBody& body, Words& words) -> Built {
        lifecycle::DecideAppeal data;
        TRY_ASSIGN(data.submission, path_number(call, 1));
        data.uphold = body.uphold;
        TRY_ASSIGN(data.text, words.keep("reason", body.text, "/text", Need::kRequired));
        return data;
      });
}

Reply revoke_pass(Call& call, Services& services) {
  return reason_command<lifecycle::RevokePass>(call, services);
}

Reply stop_case(Call& call, Services& services) {
  return reason_command<lifecycle::StopCase>(call, services);
}

Reply choose_release(Call& call, Services& services) {
  return command<ChoiceBody>(call, services, [&](const ChoiceBody& body, Words&) -> Built {
    lifecycle::ChooseRelease data;
    TRY_ASSIGN(data.submission, path_number(call, 1));
    data.choice = body.choice;
    return data;
  });
}

}  // namespace baobei::http
