// The jobs on top of run_child: what a good answer is, and what each bad end becomes.
#include <algorithm>
#include <array>

#include "base/file.h"
#include "check/child.h"
#include "package/pack.h"

namespace baobei::check {
namespace {

struct EndRow {
  ChildEnd end;
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array kEnds = {
    EndRow{ChildEnd::kDone, "done", "已完成", "done"},
    EndRow{ChildEnd::kCannotStart, "cannot_start", "检查进程无法启动",
           "the checking process could not be started"},
    EndRow{ChildEnd::kSandboxUnavailable, "sandbox_unavailable", "检查进程的隔离措施不可用",
           "the checking process could not be isolated as required"},
    EndRow{ChildEnd::kCrashed, "crashed", "检查进程异常退出", "the checking process crashed"},
    EndRow{ChildEnd::kForbiddenCall, "forbidden_call", "检查进程试图执行不允许的操作，已终止",
           "the checking process tried what it may not do, and was ended"},
    EndRow{ChildEnd::kTimedOut, "timed_out", "检查超时", "the check took too long"},
    EndRow{ChildEnd::kOutOfMemory, "out_of_memory", "检查所需内存超出上限",
           "the check wanted more memory than it may have"},
    EndRow{ChildEnd::kTooMuchOutput, "too_much_output", "检查结果过大",
           "the check's answer was too long"},
    EndRow{ChildEnd::kGarbage, "garbage", "检查结果无法识别", "the check's answer is no report"},
    EndRow{ChildEnd::kLied, "lied", "检查结果与所提交的版本不符",
           "the check's answer is not about this version"},
};

const EndRow& row_of(ChildEnd end) {
  const auto row = std::ranges::find(kEnds, end, &EndRow::end);
  CHECK(row != kEnds.end());
  return *row;
}

std::unexpected<Error> not_done(ChildEnd end, std::string_view detail) {
  return fail(ErrorKind::kUnavailable, explain(end, detail).en, std::string(name(end)));
}

std::unexpected<Error> refused_as(const wire::Refused& refused) {
  const auto all = package::all_faults();
  const auto fault = std::ranges::find(all, refused.fault, &package::Fault::id);
  if (fault == all.end()) return not_done(ChildEnd::kLied, "an unknown fault");
  return package::refuse(fault->code, refused.entry);
}

// Whether a report may be about this pack under this program's versions; why not otherwise.
std::string_view lie_in(const Report& report, const PackageFacts& facts, const Versions& expected,
                        const Options& options) {
  if (report.package.digest != facts.digest || report.package.files != facts.files ||
      report.package.bytes != facts.bytes) {
    return "another package";
  }
  if (report.versions != expected) return "other versions";
  if (!report.set_aside.empty()) return "findings are set aside";
  const bool known = std::ranges::all_of(
      report.findings, [&](const Finding& finding) { return is_known_finding(finding, options); });
  return known ? "" : "an unknown rule";
}

}  // namespace

std::string_view name(ChildEnd end) {
  return row_of(end).name;
}

Text explain(ChildEnd end, std::string_view detail) {
  const auto& row = row_of(end);
  const std::string more(detail);
  return {std::string(row.zh) + (more.empty() ? "" : "（" + more + "）"),
          std::string(row.en) + (more.empty() ? "" : " (" + more + ")")};
}

Result<package::FileTree> unpack_in_child(const Worker& worker, int archive_fd, int out_fd,
                                          wire::Sandbox sandbox, const ChildLimits& limits) {
  const Job job{wire::JobKind::kUnpack, sandbox, {}};
  const auto outcome = run_child(worker, job, archive_fd, out_fd, limits);
  if (outcome.end != ChildEnd::kDone) return not_done(outcome.end, outcome.detail);
  const auto message = wire::unpacked_from(outcome.result);
  if (!message) return not_done(ChildEnd::kGarbage, message.error().message);
  if (message->refused) return refused_as(*message->refused);
  if (!message->digest) return not_done(ChildEnd::kCrashed, message->failed.value_or(""));
  const auto pack = package::Pack::open(out_fd);
  if (!pack) return not_done(ChildEnd::kLied, pack.error().message);
  auto tree = pack->verify();
  if (!tree) return not_done(ChildEnd::kLied, tree.error().message);
  if (tree->digest != *message->digest) return not_done(ChildEnd::kLied, "another digest");
  return tree;
}

Report check_in_child(const Worker& worker, int pack_fd, const Digest& digest,
                      const Options& options, wire::Sandbox sandbox, const ChildLimits& limits) {
  PackageFacts facts;
  facts.digest = digest;
  const auto expected = versions(options);
  const auto give_up = [&](ChildEnd end, std::string_view detail) {
    return could_not_check(facts, expected, {std::string(name(end)), explain(end, detail)});
  };
  const auto damaged = [&](const std::string& why) {
    return could_not_check(facts, expected, {"damaged_package", {"存储的包已损坏，无法检查", why}});
  };
  const auto stored = sha256_of_file(pack_fd);
  if (!stored) return damaged(stored.error().message);
  if (*stored != digest) return damaged("the stored package has another digest");
  const auto pack = package::Pack::open(pack_fd);
  if (!pack) return damaged(pack.error().message);
  facts.files = pack->files().size();
  facts.bytes = pack->bytes();
  const Job job{wire::JobKind::kCheck, sandbox, options};
  const auto outcome = run_child(worker, job, pack_fd, -1, limits);
  if (outcome.end != ChildEnd::kDone) return give_up(outcome.end, outcome.detail);
  auto report = parse_report(outcome.result);
  if (!report) return give_up(ChildEnd::kGarbage, report.error().message);
  if (report->failure) {
    return could_not_check(facts, expected, std::move(*report->failure));
  }
  const auto lie = lie_in(*report, facts, expected, options);
  if (!lie.empty()) return give_up(ChildEnd::kLied, lie);
  return std::move(*report);
}

Result<Outline> outline_in_child(const Worker& worker, int pack_fd, const Digest& digest,
                                 wire::Sandbox sandbox, const ChildLimits& limits) {
  TRY_ASSIGN(const auto stored, sha256_of_file(pack_fd));
  if (stored != digest) return fail(ErrorKind::kCorrupt, "the stored package has another digest");
  const Job job{wire::JobKind::kOutline, sandbox, {}};
  const auto outcome = run_child(worker, job, pack_fd, -1, limits);
  if (outcome.end != ChildEnd::kDone) return not_done(outcome.end, outcome.detail);
  auto outline = parse_outline(outcome.result);
  if (!outline) return not_done(ChildEnd::kGarbage, outline.error().message);
  return outline;
}

ChildLimits picture_limits() {
  ChildLimits limits;
  limits.wall = std::chrono::minutes(4);
  limits.processor = std::chrono::minutes(3);
  return limits;
}

Result<PictureCodes> picture_codes_in_child(const Worker& worker, int pack_fd, const Digest& digest,
                                            wire::Sandbox sandbox, const ChildLimits& limits) {
  TRY_ASSIGN(const auto stored, sha256_of_file(pack_fd));
  if (stored != digest) return fail(ErrorKind::kCorrupt, "the stored package has another digest");
  TRY_ASSIGN(const auto pack, package::Pack::open(pack_fd));
  const Job job{wire::JobKind::kPictures, sandbox, {}};
  const auto outcome = run_child(worker, job, pack_fd, -1, limits);
  if (outcome.end != ChildEnd::kDone) return not_done(outcome.end, outcome.detail);
  auto codes = parse_picture_codes(outcome.result);
  if (!codes) return not_done(ChildEnd::kGarbage, codes.error().message);
  const bool honest = std::ranges::all_of(
      codes->codes, [&](const PictureCode& code) { return pack.find(code.file) != nullptr; });
  if (!honest) return not_done(ChildEnd::kLied, "a picture that is not there");
  return codes;
}

}  // namespace baobei::check
