#include "http/problem.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/json.h"
#include "catalogue/error_words.h"
#include "package/fault.h"

namespace baobei::http {
namespace {

using enum ProblemCode;

// In the order of the enum; checked below.
constexpr auto kRows = std::to_array<ProblemRow>({
    {kMalformedRequest, 400, "请求格式错误", "Malformed request",
     "这不是一个格式正确的 HTTP/1.1 请求。", "This is not a well-formed HTTP/1.1 request."},
    {kInvalidRequest, 400, "请求内容有误", "Invalid request",
     "请求的内容不符合接口说明，再次发送也不会成功。",
     "The request is not what the contract asks for; sending it again cannot help."},
    {kInvalidCatalogue, 400, "类目目录有误", "Faulty catalogue",
     "提交的文件有误，逐条列在 faults 中：文件、行号与原因。",
     "The files have faults; faults lists each with its file, line and reason."},
    {kNotSignedIn, 401, "未登录", "Not signed in",
     "请用 Authorization: Bearer 附上有效的令牌；令牌可能已过期或被吊销。",
     "Send a valid token as Authorization: Bearer; it may have expired or been revoked."},
    {kWrongSignIn, 401, "登录信息不正确", "Wrong sign-in",
     "账号、密码、验证码或邀请不正确，或已失效。",
     "The person, password, code or invitation is wrong, or no longer good."},
    {kSecondFactorNeeded, 401, "需要验证码", "A code is needed",
     "这个账号启用了两步验证，请附上验证器上的六位数字，或一个恢复码。",
     "This account has a second factor: add the six digits of your authenticator, or a recovery "
     "code."},
    {kForbidden, 403, "没有权限", "Forbidden", "你的角色不能执行这个操作。",
     "Your role may not do this."},
    {kForeignOrigin, 403, "来源不符", "Foreign origin", "用 Cookie 登录的写操作只能来自本站页面。",
     "With a cookie, only pages of this very site may change anything."},
    {kNotFound, 404, "不存在", "Not found", "没有这一项，或你无权查看。",
     "There is no such thing, or none that you may see."},
    {kNoSuchRoute, 404, "没有这个接口", "No such route", "没有这个路径，请核对接口说明。",
     "There is no such path; see the contract."},
    {kNotYetForYou, 404, "尚未对你开放", "Not yet for you",
     "这个小程序尚未发布，或当前版本还没有轮到这台设备。",
     "The mini-program is not released yet, or its version is not yet served to this device."},
    {kServiceSuspended, 404, "暂停服务", "Suspended", "开发者暂停了这个小程序的服务。",
     "The developer has suspended this mini-program."},
    {kMethodNotAllowed, 405, "不支持的方法", "Method not allowed",
     "这个路径不支持该方法，可用的方法见 Allow。",
     "The path does not take this method; Allow lists those it takes."},
    {kTooSlow, 408, "发送太慢", "Too slow", "请求没有在规定时间内送达。",
     "The request did not arrive in time."},
    {kConflict, 409, "冲突", "Conflict", "与现有内容冲突，请刷新后再试。",
     "It conflicts with what is there; look again and retry."},
    {kLeaseHeld, 409, "同事正在审核", "A colleague looks at it",
     "另一位审核员正在看这个提审，到期自动让出；要接手请附上 take_over。",
     "Another reviewer looks at this submission until the instant given; take it over with "
     "take_over."},
    {kStillActive, 409, "账号仍在使用", "Still active",
     "这个人的账号仍在使用：请先停用，再清除其个人信息。",
     "This person is still active: make them inactive first, then erase their data."},
    {kWrongOffset, 409, "偏移不符", "Wrong offset",
     "这不是下一段：offset 是已收到的字节数，请从那里继续。",
     "This is not the next piece: offset says how many bytes have arrived; go on from there."},
    {kTooManyUploads, 409, "未完成的上传过多", "Too many uploads",
     "这个小程序或组织有过多未完成的上传，请完成或放弃其中一些。",
     "The mini-program or its organisation has too many unfinished uploads; finish or give up "
     "some."},
    {kTooMany, 409, "数量已到上限", "Too many", "这一类的数量已到上限，请先移除不用的。",
     "There are as many of these as there may be; remove some first."},
    {kNotSilent, 409, "并非期满未答复", "Did not end in silence",
     "只有期满未收到答复的报备才有期满证明。",
     "Only a filing whose period ended without an answer has such a certificate."},
    {kGone, 410, "已不再保留", "Gone",
     "这个位置之前的事件已不在实时流中：请从 /v1/feed 补读，再重新连接。",
     "The stream does not reach back to there: read on from /v1/feed, then connect again."},
    {kTooLarge, 413, "内容过大", "Too large", "请求的内容超过了这个接口的上限。",
     "The content is longer than this route takes."},
    {kUnsupportedType, 415, "不支持的文件类型", "Type not supported",
     "只接受 PDF、PNG 或 JPEG 文件，以文件内容为准。",
     "PDF, PNG and JPEG files are taken, as told by their content."},
    {kNotAPicture, 415, "不是可显示的图片", "Not a picture",
     "这个文件不是 PNG、JPEG、GIF 或 WebP 图片，以文件内容为准，与文件名无关；SVG 不显示。",
     "The file is no PNG, JPEG, GIF or WebP, as told by its content and whatever its name; SVG is "
     "not shown."},
    {kRangeNotThere, 416, "没有这个范围", "Range not there", "请求的字节范围超出了内容。",
     "The range of bytes lies outside the content."},
    {kUnknownExpectation, 417, "无法满足的期望", "Unknown expectation",
     "只支持 Expect: 100-continue。", "Only Expect: 100-continue is understood."},
    {kKeyReused, 422, "幂等键已用于别的请求", "Idempotency key reused",
     "这个 Idempotency-Key 在 24 小时内用于过内容不同的请求。",
     "This Idempotency-Key was used with another request within 24 hours."},
    {kIfMatchRequired, 428, "需要 If-Match", "If-Match required",
     "请用 If-Match 附上你所看到的版本（提审或申请的 ETag）。",
     "Send what you decided upon (the ETag of the submission or application) as If-Match."},
    {kIdentityUnknown, 403, "统一身份未绑定", "Identity not bound",
     "登录成功，但这个统一身份还没有绑定到这里的任何人；请把 issuer 和 subject 告诉平台运营。",
     "The provider knows you, but this identity is bound to nobody here: tell an operator issuer "
     "and "
     "subject."},
    {kProviderFailed, 503, "统一身份服务不可用", "The provider of identities failed",
     "统一身份服务没有答复，或答复无法使用，请稍后再试。",
     "The provider of identities did not answer, or not in a way that can be used; try again "
     "later."},
    {kLegalHold, 409, "证据保全中", "Under a legal hold",
     "此项内容处于证据保全之下，在解除之前不得清除。",
     "It is under a legal hold and must not be erased until that is lifted."},
    {kTooManyTries, 429, "尝试过多", "Too many tries",
     "这个账号或网络的失败次数过多，请按 Retry-After 稍后再试。",
     "Too many tries failed for this account or network; try again after Retry-After."},
    {kHeaderTooLarge, 431, "请求头过大", "Header too large", "请求头过长或过多。",
     "The header is too long or has too many fields."},
    {kTakenDown, 451, "已下架", "Taken down", "这个小程序已按命令下架，不再提供服务。",
     "This mini-program was taken down by order and is not served."},
    {kInternal, 500, "服务器内部错误", "Internal error", "服务器出错，已记录。",
     "The server failed; it was recorded."},
    {kBusy, 503, "繁忙", "Busy", "等待处理的请求过多，请按 Retry-After 稍后再试。",
     "Too much is waiting; try again after Retry-After."},
    {kUnavailable, 503, "暂不可用", "Unavailable", "目前无法完成，请稍后再试。",
     "It cannot be done right now; try again later."},
    {kStopping, 503, "正在停止", "Stopping", "服务正在停止，请稍后再试。",
     "The service is stopping; try again later."},
});

constexpr bool rows_in_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (kRows[i].code != static_cast<ProblemCode>(i)) return false;
  }
  return kRows.size() == static_cast<std::size_t>(kStopping) + 1;
}
static_assert(rows_in_order());

void add_both(json::object& object, const char* name, const Text& text, Language language) {
  if (text.zh.empty()) return;
  object.emplace(name, text.in(language));
  object.emplace(std::string(name) + "_zh", text.zh);
  object.emplace(std::string(name) + "_en", text.en);
}

template <typename Words>
void fill(Problem& problem, const Words& words) {
  problem.status = status_of(words.status);
  problem.code = lifecycle::refusal_name(words.refusal);
  problem.refusal = problem.code;
  problem.rule = words.rule;
  problem.title = {std::string(words.zh), std::string(words.en)};
  problem.detail = problem.title;
  problem.advice = {std::string(words.advice_zh), std::string(words.advice_en)};
}

}  // namespace

const ProblemRow& row_of(ProblemCode code) {
  return kRows[static_cast<std::size_t>(code)];
}

ProblemCode code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalid:
      return kInvalidRequest;
    case ErrorKind::kNotFound:
      return kNotFound;
    case ErrorKind::kUnauthorized:
      return kNotSignedIn;
    case ErrorKind::kForbidden:
      return kForbidden;
    case ErrorKind::kConflict:
      return kConflict;
    case ErrorKind::kTooLarge:
      return kTooLarge;
    case ErrorKind::kUnavailable:
      return kUnavailable;
    case ErrorKind::kCorrupt:
    case ErrorKind::kInternal:
      return kInternal;
  }
  return kInternal;
}

ProblemCode code_of(Fault fault) {
  switch (fault) {
    case Fault::kMalformed:
      return kMalformedRequest;
    case Fault::kTooSlow:
      return kTooSlow;
    case Fault::kBodyTooLarge:
      return kTooLarge;
    case Fault::kUnknownExpectation:
      return kUnknownExpectation;
    case Fault::kHeaderTooLarge:
      return kHeaderTooLarge;
    case Fault::kStorageFailed:
      return kUnavailable;
    case Fault::kTooManyConnections:
      return kBusy;
    case Fault::kStopping:
      return kStopping;
  }
  return kInternal;
}

int status_of(lifecycle::RefusalClass refusal_class) {
  switch (refusal_class) {
    case lifecycle::RefusalClass::kUnknown:
      return 404;
    case lifecycle::RefusalClass::kForbidden:
      return 403;
    case lifecycle::RefusalClass::kStale:
      return 412;
    case lifecycle::RefusalClass::kConflict:
      return 409;
  }
  return 409;
}

lifecycle::Refusal outward(lifecycle::Refusal refusal) {
  const bool foreign = refusal == lifecycle::Refusal::kNotYourMiniProgram ||
                       refusal == lifecycle::Refusal::kNotYourRegion;
  return foreign ? lifecycle::Refusal::kNotRegistered : refusal;
}

Problem::Problem(ProblemCode which) {
  const auto& row = row_of(which);
  status = row.status;
  code = wire_name(which);
  title = {std::string(row.title_zh), std::string(row.title_en)};
  detail = {std::string(row.detail_zh), std::string(row.detail_en)};
  if (status == 401) headers.push_back({"WWW-Authenticate", "Bearer realm=\"baobei\""});
  if (status == 503) headers.push_back({"Retry-After", "1"});
}

Problem::Problem(const Error& error) : Problem(code_of(error.kind)) {
  const bool tellable = error.kind == ErrorKind::kInvalid || error.kind == ErrorKind::kConflict ||
                        error.kind == ErrorKind::kTooLarge;
  if (!tellable) return;
  pointer = printable(error.context);
  if (const auto fault = package::fault_of(error)) {
    detail = {std::string(fault->zh), std::string(fault->en)};
    if (!pointer.empty()) {
      detail.zh += "条目：" + pointer + "。";
      detail.en += " Entry: " + pointer + ".";
    }
    return;
  }
  if (auto zh = catalogue::error_in_chinese(error.message)) detail.zh = std::move(*zh) + "。";
  detail.zh += pointer.empty() ? "" : "位置：" + pointer + "。";
  detail.en = printable(error.message) + (pointer.empty() ? "." : ", at " + pointer + ".");
}

Problem::Problem(lifecycle::Refusal refusal_why) {
  fill(*this, lifecycle::text_of(outward(refusal_why)));
}

Problem::Problem(lifecycle::ApplicationRefusal refusal_why) {
  fill(*this, lifecycle::text_of(refusal_why));
}

Language preferred_language(std::string_view accept_language) {
  double best = 0;
  Language language = Language::kZh;
  while (!accept_language.empty()) {
    const auto end = std::min(accept_language.find(','), accept_language.size());
    const auto item = trim(accept_language.substr(0, end));
    accept_language.remove_prefix(std::min(end + 1, accept_language.size()));
    double quality = 1;
    if (const auto q = item.find("q="); q != std::string_view::npos) {
      std::from_chars(item.data() + q + 2, item.data() + item.size(), quality);
    }
    const auto tag = item.substr(0, 2);
    const bool zh = equal_ignoring_case(tag, "zh");
    if ((!zh && !equal_ignoring_case(tag, "en")) || quality <= best) continue;
    best = quality;
    language = zh ? Language::kZh : Language::kEn;
  }
  return language;
}

Response problem_response(const Problem& problem, Language language) {
  json::object body;
  body.emplace("type", "urn:baobei:problem:" + problem.code);
  body.emplace("status", problem.status);
  add_both(body, "title", problem.title, language);
  add_both(body, "detail", problem.detail, language);
  add_both(body, "advice", problem.advice, language);
  if (!problem.refusal.empty()) body.emplace("refusal", problem.refusal);
  if (!problem.rule.empty()) body.emplace("rule", problem.rule);
  if (!problem.pointer.empty()) body.emplace("pointer", problem.pointer);
  for (const auto& [name, value] : problem.members) body.emplace(name, value);
  if (!problem.faults.empty()) {
    json::array faults;
    for (const auto& fault : problem.faults) {
      faults.push_back(json::object{{"file", fault.file},
                                    {"line", fault.line},
                                    {"fault_zh", fault.fault.zh},
                                    {"fault_en", fault.fault.en}});
    }
    body.emplace("faults", std::move(faults));
  }
  Response response;
  response.status = problem.status;
  response.content_type = "application/problem+json";
  response.headers = problem.headers;
  response.headers.push_back({"Content-Language", language == Language::kZh ? "zh-CN" : "en"});
  response.headers.push_back({"Vary", "Accept-Language"});
  response.body = json::serialize(body);
  return response;
}

Problem retry_later(ProblemCode code, Duration after) {
  Problem problem(code);
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(after).count();
  std::erase_if(problem.headers, [](const Header& h) { return h.name == "Retry-After"; });
  problem.headers.push_back({"Retry-After", std::to_string(std::max<std::int64_t>(seconds, 1))});
  return problem;
}

}  // namespace baobei::http
