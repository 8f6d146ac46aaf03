// What the office and, by orders, the operator do (R10a, R13–R17, R21).

#include "http/command_bodies.h"
#include "http/command_reply.h"
#include "http/handlers.h"
#include "http/rights.h"
#include "http/transcription.h"

namespace baobei::http {
namespace {

using lifecycle::CommandData;
using Built = OrProblem<CommandData>;

struct PointsBody {
  std::vector<PointBody> points;
};
BOOST_DESCRIBE_STRUCT(PointsBody, (), (points))

struct OptionalTextBody {
  std::optional<std::string> text;
};
BOOST_DESCRIBE_STRUCT(OptionalTextBody, (), (text))

struct OrderBody {
  std::string reason;
  std::optional<bool> content_ground;
  lifecycle::OrderScope scope = lifecycle::OrderScope::kService;
  std::optional<std::string> down_by;
  std::optional<std::vector<Digest>> digests;
  std::optional<std::vector<PointBody>> points;
  std::optional<std::vector<std::string>> voids;
};
BOOST_DESCRIBE_STRUCT(OrderBody, (),
                      (reason, content_ground, scope, down_by, digests, points, voids))

struct RequestBody {
  std::string text;
  std::optional<std::string> wanted_by;
};
BOOST_DESCRIBE_STRUCT(RequestBody, (), (text, wanted_by))

struct ReplyBody {
  std::string text;
  std::optional<std::vector<std::string>> documents;
};
BOOST_DESCRIBE_STRUCT(ReplyBody, (), (text, documents))

Built build_order(const OrderBody& body, Words& words, const catalogue::Catalogue& catalogue) {
  const auto* reason = catalogue.reason(body.reason);
  if (reason == nullptr || !reason->serves(catalogue::ReasonUse::kOrder)) {
    return std::unexpected(
        Problem(Error{ErrorKind::kInvalid, "not a reason for an order", "/reason"}));
  }
  lifecycle::OrderTakeDown data;
  data.reason = body.reason;
  data.content_ground = body.content_ground.value_or(reason->content_ground);
  data.take_down.scope = body.scope;
  if (body.down_by) {
    TRY_ASSIGN(data.take_down.down_by, read_instant(*body.down_by, "/down_by"));
  }
  data.take_down.digests = body.digests.value_or(std::vector<Digest>{});
  TRY(check_rows(data.take_down.digests, "/digests"));
  TRY_ASSIGN(data.points, read_points(body.points.value_or(std::vector<PointBody>{}), catalogue,
                                      words, UnknownCode::kRefused));
  TRY_ASSIGN(data.voids, read_voids(body.voids));
  return data;
}

// Commands that are a number alone.
template <typename Data>
Reply number_command(Call& call, Services& services, std::uint32_t Data::*number) {
  return command<Nothing>(call, services, [&](const Nothing&, Words&) -> Built {
    Data data;
    TRY_ASSIGN(data.*number, path_number(call, 1));
    return data;
  });
}

template <typename Data>
Reply revocation(Call& call, Services& services, std::uint32_t Data::*number) {
  return command<OptionalTextBody>(
      call, services, [&](const OptionalTextBody& body, Words& words) -> Built {
        Data data;
        TRY_ASSIGN(data.*number, path_number(call, 1));
        TRY_ASSIGN(data.text,
                   words.keep("reason", body.text.value_or(""), "/text", Need::kOptional));
        return data;
      });
}

// Who has no role for it is refused later, by the one who sends it.
lifecycle::Role role_in(const Call& call, const CommandData& data) {
  return acting_role(call.principal.person.roles, data).value_or(lifecycle::Role::kDeveloper);
}

}  // namespace

Reply record_hand_over(Call& call, Services& services) {
  return number_command(call, services, &lifecycle::RecordHandOver::entry);
}

Reply answer_filing(Call& call, Services& services) {
  const auto& catalogue = services.catalogue(services.clock.now());
  return command<AnswerBody>(call, services, [&](const AnswerBody& body, Words& words) -> Built {
    TRY_ASSIGN(const auto entry, path_number(call, 1));
    const auto role = role_in(call, lifecycle::AnswerFiling{});
    TRY(check_scan(services, role, call.params.at(0), entry, body.scan));
    // Whoever may not answer at all is told that, by the engine, and the attempt is on record
    // (R23).
    if (acting_role(call.principal.person.roles, lifecycle::AnswerFiling{})) {
      TRY(check_letter(services, call.viewer(), call.params.at(0), entry, body.letter));
    }
    return build_answer(body, entry, words, catalogue);
  });
}

Reply sign_answer(Call& call, Services& services) {
  return command<SecondBody>(call, services, [&](const SecondBody& body, Words&) -> Built {
    lifecycle::SignAnswer data;
    TRY_ASSIGN(data.answer, path_number(call, 1));
    TRY(check_second(services, role_in(call, data), call.params.at(0), data.answer, body));
    return data;
  });
}

Reply amend_answer(Call& call, Services& services) {
  const auto& catalogue = services.catalogue(services.clock.now());
  return command<PointsBody>(call, services, [&](const PointsBody& body, Words& words) -> Built {
    lifecycle::AmendAnswer data;
    TRY_ASSIGN(data.answer, path_number(call, 1));
    TRY_ASSIGN(data.points, read_points(body.points, catalogue, words, UnknownCode::kRefused));
    return data;
  });
}

Reply revoke_answer(Call& call, Services& services) {
  return revocation(call, services, &lifecycle::RevokeAnswer::answer);
}

Reply request_material(Call& call, Services& services) {
  return command<RequestBody>(call, services, [&](const RequestBody& body, Words& words) -> Built {
    lifecycle::RequestMaterial data;
    TRY_ASSIGN(data.entry, path_number(call, 1));
    TRY_ASSIGN(data.text, words.keep("material", body.text, "/text", Need::kRequired));
    if (body.wanted_by) {
      TRY_ASSIGN(data.wanted_by, read_instant(*body.wanted_by, "/wanted_by"));
    }
    return data;
  });
}

Reply reply_to_request(Call& call, Services& services) {
  return command<ReplyBody>(call, services, [&](const ReplyBody& body, Words& words) -> Built {
    lifecycle::ReplyToRequest data;
    TRY_ASSIGN(data.request, path_number(call, 1));
    TRY_ASSIGN(data.text, words.keep("material", body.text, "/text", Need::kRequired));
    data.documents = body.documents.value_or(std::vector<std::string>{});
    // Whoever may not reply at all is told that, by the engine.
    if (acting_role(call.principal.person.roles, data)) {
      TRY(check_documents(services, call.viewer(), call.params.at(0), data));
    }
    return data;
  });
}

Reply order_take_down(Call& call, Services& services) {
  const auto& catalogue = services.catalogue(services.clock.now());
  return command<OrderBody>(call, services, [&](const OrderBody& body, Words& words) {
    return build_order(body, words, catalogue);
  });
}

Reply sign_order(Call& call, Services& services) {
  return number_command(call, services, &lifecycle::SignOrder::order);
}

Reply revoke_order(Call& call, Services& services) {
  return revocation(call, services, &lifecycle::RevokeOrder::order);
}

Reply comply_with_order(Call& call, Services& services) {
  return number_command(call, services, &lifecycle::TakeDownNow::order);
}

}  // namespace baobei::http
