#include "lifecycle/codec.h"

#include "base/json_write.h"
#include "lifecycle/command.h"
#include "lifecycle/notice.h"
#include "lifecycle/refusal.h"

namespace baobei::lifecycle {
namespace {

constexpr std::string_view kEventDomain = "baobei.event/1\n";
constexpr std::size_t kStateBytesMax = std::size_t{64} << 20;

// The C++ names of all alternatives, in the order of the variant.
constexpr const char* kEventNames[] = {"AppRegistered",
                                       "AgencyAuthorised",
                                       "AuthorisationEnded",
                                       "SubjectChanged",
                                       "FilingVoided",
                                       "Submitted",
                                       "CheckFinished",
                                       "QuestionAsked",
                                       "QuestionAnswered",
                                       "PassProposed",
                                       "ReviewPassed",
                                       "ReviewRefused",
                                       "Appealed",
                                       "AppealDecided",
                                       "SubmissionWithdrawn",
                                       "PassRevoked",
                                       "CaseStopped",
                                       "SubmissionLapsed",
                                       "ReleaseChosen",
                                       "EntryOpened",
                                       "FilingStarted",
                                       "FilingEndWarned",
                                       "FilingPeriodEnded",
                                       "AnswerProposed",
                                       "FilingPassed",
                                       "FilingFailed",
                                       "AnswerNoted",
                                       "AnswerAmended",
                                       "AnswerRevoked",
                                       "EntryWithdrawn",
                                       "EntryStopped",
                                       "EntryMoved",
                                       "ReleaseGroundRaised",
                                       "VersionBarred",
                                       "BarLifted",
                                       "OrderProposed",
                                       "TakeDownOrdered",
                                       "TakeDownWarned",
                                       "TakenDown",
                                       "OrderDischarged",
                                       "OrderRevoked",
                                       "Released",
                                       "ShareChanged",
                                       "ServiceSuspended",
                                       "ServiceResumed",
                                       "QualificationWarned",
                                       "QualificationLapsed",
                                       "QualificationGraceEnded",
                                       "QualificationRenewed",
                                       "ReviewOverdue",
                                       "MaterialRequested",
                                       "MaterialReplied"};
static_assert(std::size(kEventNames) == std::variant_size_v<EventData>);

constexpr const char* kCommandNames[] = {
    "RegisterApp",    "AuthoriseAgency", "EndAuthorisation", "ChangeSubject",
    "Submit",         "RecordCheck",     "AskDeveloper",     "AnswerQuestion",
    "PassReview",     "RefuseReview",    "Appeal",           "DecideAppeal",
    "Withdraw",       "RevokePass",      "StopCase",         "ChooseRelease",
    "RecordHandOver", "AnswerFiling",    "SignAnswer",       "AmendAnswer",
    "RevokeAnswer",   "RequestMaterial", "ReplyToRequest",   "OrderTakeDown",
    "SignOrder",      "RevokeOrder",     "Release",          "SetShare",
    "RollBack",       "TakeDownNow",     "Suspend",          "Resume",
    "Settle"};
static_assert(std::size(kCommandNames) == std::variant_size_v<CommandData>);

void write_data(const EventData& data, std::string& out) {
  const auto type = wire_event_name(data);
  std::visit(
      [&](const auto& event) {
        json_detail::write_object<json_detail::Order::kByName>(event, type, out);
      },
      data);
}

template <std::size_t I = 0>
Status read_data(const json::object& object, std::string_view type, EventData& out) {
  if constexpr (I == std::variant_size_v<EventData>) {
    return fail(ErrorKind::kCorrupt, "unknown event type '" + printable(type) + "'");
  } else {
    if (type != wire_case(kEventNames[I])) return read_data<I + 1>(object, type, out);
    return json_detail::read_object(object, out.emplace<I>(), {nullptr, "/data"}, 1);
  }
}

template <typename T>
Status read_member(const json::object& object, const char* key, T& out) {
  const auto* found = object.if_contains(key);
  if (found == nullptr) return fail(ErrorKind::kCorrupt, "a member is missing", key);
  return from_json(*found, out, std::string("/") + key);
}

template <typename T>
Result<T> decode_value(std::string_view text) {
  TRY_ASSIGN(const json::value value, parse_json(text, kStateBytesMax));
  T out;
  TRY(from_json(value, out));
  return out;
}

}  // namespace

const char* event_name(const EventData& data) {
  return kEventNames[data.index()];
}
const char* command_name(const CommandData& data) {
  return kCommandNames[data.index()];
}

const std::string& refusal_name(Refusal refusal) {
  return wire_name(refusal);
}

std::string wire_event_name(const EventData& data) {
  return wire_case(event_name(data));
}

bool is_event_type(std::string_view wire_name) {
  for (const char* name : kEventNames) {
    if (wire_name == wire_case(name)) return true;
  }
  return false;
}

Digest hash_of_event_body(std::string_view body) {
  Sha256 hash;
  hash.update(kEventDomain);
  hash.update(body);
  return hash.finish();
}

SealedEvent seal(const AppId& app, Revision revision, const Digest& prev, const Event& event) {
  constexpr std::size_t kUsualBytes = 1024;
  SealedEvent sealed;
  std::string& body = sealed.body;
  body.reserve(kUsualBytes);
  // The members in the order of their names: canonical.
  body += R"({"actor":)";
  write_canonical(event.actor, body);
  body += R"(,"app":)";
  write_canonical(app, body);
  body += R"(,"at":)";
  write_canonical(event.at, body);
  body += R"(,"data":)";
  write_data(event.data, body);
  body += R"(,"prev":)";
  write_canonical(prev, body);
  body += R"(,"revision":)";
  write_canonical(revision, body);
  body += "}";
  sealed.hash = hash_of_event_body(body);
  return sealed;
}

Result<OpenedEvent> open_event(std::string_view body) {
  TRY_ASSIGN(const json::value value, parse_json(body, kStateBytesMax));
  if (!value.is_object()) return fail(ErrorKind::kCorrupt, "an event body is no object");
  const auto& object = value.get_object();
  OpenedEvent opened;
  TRY(read_member(object, "app", opened.app));
  TRY(read_member(object, "revision", opened.revision));
  TRY(read_member(object, "prev", opened.prev));
  TRY(read_member(object, "at", opened.event.at));
  TRY(read_member(object, "actor", opened.event.actor));
  const auto* data = object.if_contains("data");
  const auto* type =
      data != nullptr && data->is_object() ? data->get_object().if_contains("type") : nullptr;
  if (type == nullptr || !type->is_string()) {
    return fail(ErrorKind::kCorrupt, "an event body has no data of a type");
  }
  TRY(read_data(data->get_object(), type->get_string(), opened.event.data));
  return opened;
}

std::string encode_app(const App& app) {
  std::string text;
  write_json(app, text);
  return text;
}
Result<App> decode_app(std::string_view text) {
  return decode_value<App>(text);
}

std::string encode_notice(const Notice& notice) {
  std::string text;
  write_json(notice, text);
  return text;
}
Result<Notice> decode_notice(std::string_view text) {
  return decode_value<Notice>(text);
}

}  // namespace baobei::lifecycle
