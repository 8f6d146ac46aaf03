#include "server/seed_applications.h"

#include <future>

#include "engine/application_desk.h"
#include "engine/salted_text.h"
#include "http/desk_reply.h"

namespace baobei::server {
namespace {

using engine::StepRequest;
using lifecycle::Role;

Duration in_days(int count) {
  return std::chrono::hours(24 * count);
}

// Runs `work` on the engine's writer and waits for what it says.
template <typename Work>
Status on_writer(Node& node, const Work& work) {
  auto promise = std::make_shared<std::promise<Status>>();
  auto done = promise->get_future();
  const bool taken = node.engine().run_on_writer(
      [promise, work](engine::Store& store) { promise->set_value(work(store)); });
  if (!taken) return fail(ErrorKind::kUnavailable, "too many writes wait");
  return done.get();
}

// One subject's application for one category, as the people of the cast see it through.
struct Errand {
  SeedStage& stage;
  Node& node;
  const Cast& cast;
  lifecycle::SubjectId subject;
  lifecycle::CategoryId category;

  StepRequest request(std::string_view who, Role role) const {
    StepRequest step;
    step.actor = cast.actor(who, role);
    step.subject = subject;
    const auto kind = node.reader().subject(subject);
    CHECK(kind.has_value(), subject);
    step.at = stage.now();
    step.terms = http::terms_of(node.catalogues().catalogue(step.at), category, kind->subject.kind);
    return step;
  }

  Status send(const StepRequest& step) const {
    return on_writer(node, [this, step](engine::Store& store) -> Status {
      const auto answer = engine::take_step(store, node.applications(), node.reader(), step);
      if (answer.kind == engine::AnswerKind::kAccepted) return {};
      const auto why = answer.refusal ? lifecycle::refusal_name(*answer.refusal) : answer.detail;
      return fail(ErrorKind::kConflict, "an application was not taken: " + why,
                  subject + " " + category);
    });
  }

  Result<lifecycle::Application> newest() const {
    TRY_ASSIGN(const auto found, node.applications().newest(subject, category));
    if (!found) return fail(ErrorKind::kNotFound, "no application", category);
    return *found;
  }

  Result<engine::DocumentRow> document(const std::string& line,
                                       std::optional<Instant> expires) const {
    const auto bytes = sample_pdf(line);
    engine::DocumentRow row;
    TRY_ASSIGN(row.digest, node.blobs().put(bytes));
    row.subject = subject;
    row.media_type = "application/pdf";
    row.bytes = bytes.size();
    row.uploaded_by = "person-developer";
    row.uploaded_at = stage.now();
    row.name = "licence.pdf";
    TRY(on_writer(node, [this, &row](engine::Store&) -> Status {
      TRY_ASSIGN(row.id, node.applications().put_document(row));
      return {};
    }));
    row.title = "许可证（示例）";
    row.number = "DEMO-" + std::to_string(row.id);
    row.issuer = "示例发证机关";
    row.expires = expires;
    return row;
  }

  // `answers`: to the reasons of the refusal before.
  Status applies(const std::vector<std::string>& answers, std::optional<Duration> valid) const {
    engine::ApplyStep step;
    auto sent = request("developer", Role::kDeveloper);
    const auto expires = valid ? std::optional(stage.now() + *valid) : std::nullopt;
    TRY_ASSIGN(auto row, document("Sample licence for " + category, expires));
    step.applying.subject = subject;
    step.applying.documents = {{row.id, row.expires}};
    step.documents = {std::move(row)};
    sent.texts.push_back(engine::salted_text("application", "申请用于现有小程序的对应服务。"));
    step.applying.words = sent.texts.back().commitment;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      sent.texts.push_back(engine::salted_text("application_answer", answers[i]));
      step.applying.answers.push_back(
          {static_cast<std::uint32_t>(i + 1), sent.texts.back().commitment});
    }
    sent.step = std::move(step);
    return send(sent);
  }
  Status is_withdrawn() const {
    TRY_ASSIGN(const auto application, newest());
    auto sent = request("developer", Role::kDeveloper);
    sent.application = application.id;
    sent.step = engine::WithdrawStep{application.revision};
    return send(sent);
  }
  Status is_accepted() const {
    TRY_ASSIGN(const auto application, newest());
    auto sent = request("operator", Role::kOperator);
    sent.application = application.id;
    sent.step = engine::AcceptStep{application.revision, {}, {}};
    return send(sent);
  }
  Status is_refused(const std::vector<std::pair<std::string, std::string>>& reasons) const {
    TRY_ASSIGN(const auto application, newest());
    auto sent = request("operator", Role::kOperator);
    sent.application = application.id;
    engine::RefuseStep step;
    step.expected = application.revision;
    for (const auto& [reason, words] : reasons) {
      sent.texts.push_back(engine::salted_text("reason", words));
      step.reasons.push_back({reason, {}, sent.texts.back().commitment});
    }
    sent.step = std::move(step);
    return send(sent);
  }
};

}  // namespace

std::string sample_pdf(const std::string& line) {
  const std::string content = "BT /F1 18 Tf 60 760 Td (" + line + ") Tj ET";
  const std::vector<std::string> objects = {
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
      "/Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
  std::string pdf = "%PDF-1.4\n";
  std::string table = "0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const auto at = std::to_string(pdf.size());
    table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
    pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const auto start = std::to_string(pdf.size());
  const auto count = std::to_string(objects.size() + 1);
  return pdf + "xref\n0 " + count + "\n" + table + "trailer\n<< /Size " + count +
         " /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n";
}

void plan_applications(SeedStage& stage, Node& node, const Cast& cast, Instant now) {
  const auto errand = [&](const char* subject, const char* category) {
    return Errand{stage, node, cast, subject, category};
  };
  const auto at = [&](Duration before, std::function<Status()> step) {
    stage.at(now - before, std::move(step));
  };
  const std::vector<std::pair<std::string, std::string>> reasons = {
      {"document_illegible", "第二页的有效期看不清。"},
      {"document_missing", "还缺少经营场所的证明。"}};

  const auto waits = errand("subject-zhejiang", "shop-food-drink");
  at(in_days(2), [waits] { return waits.applies({}, in_days(300)); });
  const auto held = errand("subject-guangdong", "tourism-travel-agency");
  at(in_days(40), [held] { return held.applies({}, in_days(200)); });
  at(in_days(38), [held] { return held.is_accepted(); });
  const auto refused = errand("subject-beijing", "biz-law-firm");
  at(in_days(6), [refused] { return refused.applies({}, std::nullopt); });
  at(in_days(4), [refused, reasons] { return refused.is_refused(reasons); });
  const auto again = errand("subject-shop", "shop-food-drink");
  at(in_days(9), [again] { return again.applies({}, in_days(500)); });
  at(in_days(7), [again, reasons] { return again.is_refused(reasons); });
  at(in_days(1), [again] {
    return again.applies({"已重新扫描，有效期清晰可见。", "已附上经营场所的租赁合同。"},
                         in_days(500));
  });
  const auto taken_back = errand("subject-sichuan", "logistics-pickup-delivery");
  at(in_days(12), [taken_back] { return taken_back.applies({}, in_days(90)); });
  at(in_days(11), [taken_back] { return taken_back.is_withdrawn(); });
}

}  // namespace baobei::server
