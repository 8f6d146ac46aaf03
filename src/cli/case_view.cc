#include "cli/case_view.h"

#include <algorithm>
#include <array>

#include "cli/tables.h"
#include "cli/tones.h"

namespace baobei::cli {
namespace {

bool among(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

std::string category_names(const View& list) {
  std::string all;
  for (const auto& item : list.items()) {
    const auto id = item["category"].is_there() ? item["category"].text() : item.text();
    all += (all.empty() ? "" : ", ") + id;
  }
  return all;
}

// What users publish, and how it is looked at, as declared.
std::string ugc_of(const Terminal& out, const View& ugc) {
  if (!ugc.is_there()) return {};
  const auto names = [&](const View& list, const char* vocabulary) {
    std::string all;
    for (const auto& item : list.items()) {
      all += (all.empty() ? "" : ", ") + out.name(vocabulary, item.text());
    }
    return all;
  };
  const auto scenes = names(ugc["scenes"], "ugc_scene");
  if (scenes.empty()) return out.say(Word::kUgcNone);
  auto text = out.say(Word::kUgcLine, {scenes, names(ugc["methods"], "ugc_method")});
  if (ugc["text"].is_there()) text += "  " + ugc["text"].text();
  return text;
}

std::string pictures_of(const View& list) {
  std::string all;
  for (const auto& item : list.items()) {
    all += (all.empty() ? "" : ", ") + item["picture"].text();
  }
  return all;
}

void show_submission(Terminal& out, const View& submission, const View& file, Instant now) {
  const auto state = submission["state"].text();
  out.line(Word::kSubmissionLine,
           {submission["no"].text(), out.name("submission", state),
            out.name("holder", submission["holder"].text())},
           tone_of("submission", state));
  const auto entry = file["entries"].find("no", submission["entry"].number());
  const bool rests = among(state, {"releasable", "pre_launch", "released"});
  out.facts(
      {{out.say(Word::kFieldDigest), {short_digest(submission["digest"].text())}},
       {out.say(Word::kFieldCategories), {category_names(submission["categories"])}},
       {out.say(Word::kFieldSubmitted), {out.when(submission["submitted_at"].text())}},
       {out.say(Word::kFieldUgc), {ugc_of(out, submission["ugc"])}},
       {out.say(Word::kFieldPicture), {pictures_of(submission["pictures"])}},
       {out.say(Word::kFieldTestAccount),
        {submission["test_account"].flag()
             ? out.say(Word::kTestAccountThere, {file["app"].text(), submission["no"].text()})
             : ""}},
       {out.say(Word::kFieldCheck),
        {submission["report"].is_there() && state != "checking"
             ? out.name("check", submission["check"].text())
             : ""}},
       {out.say(Word::kFieldGround),
        {rests ? out.name("ground", submission["ground"].text()) : ""}},
       {out.say(Word::kFieldChoice), {out.name("choice", submission["release_choice"].text())}},
       {out.say(Word::kFieldReviewDue), {until(out, submission["review_due"], now)}},
       {out.say(Word::kFieldAnswerBy), {until(out, submission["answer_by"], now), Tone::kWarn}},
       {out.say(Word::kFieldAppealBy), {until(out, submission["appeal_by"], now)}},
       {out.say(Word::kFieldFilingStart), {until(out, entry["start"], now)}},
       {out.say(Word::kFieldFilingEnd), {until(out, entry["end"], now), Tone::kStrong}},
       {out.say(Word::kFieldLapse), {until(out, submission["lapse_at"], now)}}});
}

bool matters(const View& submission) {
  return submission["holder"].text() != "nobody" || submission["state"].text() == "refused";
}

void show_orders(Terminal& out, const View& file, Instant now, CaseDetail detail) {
  for (const auto& order : file["orders"].items()) {
    const auto state = order["state"].text();
    if (detail == CaseDetail::kNow && state != "standing") continue;
    const auto tone = state == "standing" ? Tone::kBad : Tone::kQuiet;
    out.line(Word::kOrderLine,
             {order["no"].text(), out.name("order", state),
              out.name("scope", order["take_down"]["scope"].text()), order["reason"].text()},
             tone);
    out.facts(
        {{out.say(Word::kFieldDownBy), {until(out, order["take_down"]["down_by"], now), tone}}});
  }
}

void show_items(Terminal& out, const View& file, CaseDetail detail) {
  for (const auto& item : file["items"].items()) {
    const bool closed = item["closed"].flag();
    if (detail == CaseDetail::kNow && closed) continue;
    out.line(closed ? Word::kItemClosedLine : Word::kItemLine,
             {item["no"].text(), item["point"]["code"].text(), item["point"]["text"].text()},
             closed ? Tone::kQuiet : Tone::kWarn);
  }
}

void show_record(Terminal& out, const View& file) {
  out.line(Word::kTitleReleases, {}, Tone::kStrong);
  write_table(out, answer_table("getCase", "releases"), file);
  const auto completed = category_names(file["completed"]);
  out.facts({{out.say(Word::kFieldCompleted), {completed}}});
}

}  // namespace

std::string short_digest(const std::string& digest) {
  return digest.substr(0, 12);
}

std::string until(const Terminal& out, const View& instant, Instant now) {
  if (!instant.is_there()) return {};
  auto text = out.when(instant.text());
  const auto at = parse_rfc3339(instant.text());
  if (!at || *at <= now) return text;
  return text + "  " + out.say(Word::kTimeLeft, {out.span(*at - now)});
}

void show_case(Terminal& out, const View& file, Instant now, CaseDetail detail) {
  const auto service = file["service"].text();
  const auto serving = file["serving"];
  const auto release = file["releases"].find("no", serving["current"].number());
  out.line(file["app"].text() + "  " + file["name"].text(), Tone::kStrong);
  const bool is_served = serving["current"].number() > 0 && !serving["dark"].flag();
  out.facts(
      {{out.say(Word::kFieldService), {out.name("service", service), tone_of("service", service)}},
       {out.say(Word::kFieldServed),
        {is_served ? out.say(Word::kServedLine, {release["submission"].text(),
                                                 Terminal::percent(serving["share"].number()),
                                                 short_digest(release["digest"].text())})
                   : ""}},
       {out.say(Word::kFieldSubject),
        {file["subject"]["name"].text() + " " +
         out.name("subject", file["subject"]["kind"].text()) + " " +
         file["subject"]["region"].text()}},
       {out.say(Word::kFieldRevision), {file["revision"].text()}}});
  const auto submissions = file["submissions"].items();
  bool any = false;
  for (const auto& submission : submissions) {
    if (detail == CaseDetail::kNow && !matters(submission)) continue;
    show_submission(out, submission, file, now);
    any = true;
  }
  if (!any && !submissions.empty()) show_submission(out, submissions.back(), file, now);
  if (submissions.empty()) out.line(Word::kNoSubmission, {}, Tone::kQuiet);
  show_orders(out, file, now, detail);
  show_items(out, file, detail);
  if (detail == CaseDetail::kWhole) show_record(out, file);
}

}  // namespace baobei::cli
