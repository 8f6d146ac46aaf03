#include "cli/check_subject.h"

#include <fcntl.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "base/text.h"
#include "catalogue/catalogue.h"
#include "check/check.h"
#include "knowledge/compile.h"
#include "package/package.h"

namespace baobei::cli {
namespace {

namespace fs = std::filesystem;

// A folder as the reader would write it before a file: relative to where they stand, if it is
// below.
std::string base_of(const std::string& folder) {
  std::error_code error;
  auto path = fs::path(folder).lexically_normal();
  if (path.is_absolute()) {
    const auto here = fs::current_path(error);
    const auto below = error ? path : path.lexically_relative(here);
    if (!below.empty() && *below.begin() != "..") path = below;
  }
  auto text = path.generic_string();
  if (text == "." || text == "./") return "";
  if (!text.ends_with('/')) text += '/';
  return text;
}

// The folders that wrap the whole package, which packing has taken off, are part of the way again.
std::string base_with_wrappers(const std::string& folder, const package::Pack& pack) {
  auto base = base_of(folder);
  std::error_code error;
  if (pack.files().empty()) return base;
  const auto& some = pack.files().front().path;
  std::string way;
  for (std::size_t depth = 0; depth < package::kDepthMax; ++depth) {
    if (fs::exists(fs::path(folder) / (way + some), error)) return base + way;
    std::vector<std::string> below;
    for (const auto& entry : fs::directory_iterator(fs::path(folder) / way, error)) {
      const auto name = entry.path().filename().string();
      if (entry.is_directory(error) && !package::is_ignored(name)) below.push_back(name);
    }
    if (below.size() != 1) break;
    way += below.front() + "/";
  }
  return base;
}

Status take_folder(const std::string& folder, const package::LeftOut& left_out,
                   const std::string& caches, CheckSubject& out) {
  std::optional<package::DigestCache> known;
  if (!caches.empty()) known = package::DigestCache::open(caches, folder);
  TRY_ASSIGN(auto packed, package::FolderPack::open(folder, out.file.get(), left_out,
                                                    known ? &*known : nullptr));
  out.folder = std::make_unique<package::FolderPack>(std::move(packed));
  if (known) known->save();
  return {};
}

Status take_package(const std::string& path, const std::string& caches, CheckSubject& out) {
  TRY_ASSIGN(out.file, memory_file("package"));
  std::error_code error;
  std::string folder;
  if (fs::is_directory(path, error)) {
    TRY_ASSIGN(folder, package::app_folder(path));
    TRY(take_folder(folder, package::left_out_of(path), caches, out));
  } else {
    TRY_ASSIGN(Fd archive, open_file(path, O_RDONLY));
    // A server's stored package is one already.
    if (auto stored = package::Pack::open(archive.get())) {
      out.pack = std::move(*stored);
      out.file = std::move(archive);
      return {};
    }
    TRY(package::pack_archive(archive.get(), out.file.get()));
  }
  TRY_ASSIGN(out.pack, package::Pack::open(out.file.get()));
  if (!folder.empty()) out.base = base_with_wrappers(folder, *out.pack);
  return {};
}

// Beside project.config.json, where a project has its program in a folder of its own, else in the
// package.
Result<std::optional<std::string>> settings_of(const std::string& path, CheckSubject& subject) {
  const auto beside = open_file(path + "/" + std::string(check::kSettingsFile), O_RDONLY);
  if (beside) {
    TRY_ASSIGN(auto text, read_file(beside->get(), check::kSettingsBytesMax));
    return std::optional(std::move(text));
  }
  const auto* inside = subject.pack->find(check::kSettingsFile);
  if (inside == nullptr) return std::optional<std::string>();
  if (subject.folder) TRY(subject.folder->bring(check::kSettingsFile));
  TRY_ASSIGN(auto text, subject.pack->read(*inside));
  return std::optional(std::move(text));
}

Status take_settings(const std::string& path, CheckSubject& out) {
  TRY_ASSIGN(auto text, settings_of(path, out));
  if (!text) return {};
  auto settings = check::read_settings(*text);
  out.options.settings = std::move(*text);
  out.faults = std::move(settings.faults);
  if (!out.faults.empty()) return {};
  const auto& knowledge = check::knowledge_of(out.options);
  for (const auto& id : settings.categories.value_or(std::vector<std::string>())) {
    if (knowledge.category(id) != nullptr) continue;
    out.faults.push_back(
        {check::about("没有类目", "there is no category ", id, "", ""), settings.categories_at});
  }
  if (!out.options.declared) out.options.declared = settings.categories;
  if (out.options.subject.empty()) out.options.subject = settings.subject;
  if (out.fail_on.empty()) out.fail_on = settings.fail_on;
  return {};
}

}  // namespace

Result<knowledge::Knowledge> knowledge_in(const std::string& folder) {
  TRY_ASSIGN(const auto catalogue, catalogue::load(folder));
  auto compiled = knowledge::compile(catalogue);
  if (!compiled.knowledge) return std::unexpected(std::move(compiled.faults.front()));
  return std::move(*compiled.knowledge);
}

Result<std::unique_ptr<CheckSubject>> prepare_check(const std::string& path,
                                                    const CheckOptions& options,
                                                    const std::string& today,
                                                    const std::string& caches) {
  auto out = std::make_unique<CheckSubject>();
  TRY(take_package(path, caches, *out));
  if (!options.categories.empty()) out->options.declared = options.categories;
  out->options.subject = options.subject;
  out->options.today = today;
  out->fail_on = options.fail_on;
  const auto processors = std::max(1u, std::thread::hardware_concurrency());
  out->options.jobs = std::min(kJobsMax, options.jobs == 0 ? processors : options.jobs);
  if (!options.catalogue.empty()) {
    TRY_ASSIGN(out->knowledge, knowledge_in(options.catalogue));
    out->options.knowledge = &*out->knowledge;
  }
  for (const auto& id : options.categories) {
    if (check::knowledge_of(out->options).category(id) == nullptr) {
      return fail(ErrorKind::kNotFound, "there is no category '" + printable(id) + "'", id);
    }
  }
  TRY(take_settings(path, *out));
  if (out->fail_on.empty()) out->fail_on = "error";
  return out;
}

Status bring_all(CheckSubject& subject) {
  return subject.folder ? subject.folder->bring_all() : Status{};
}

Status bring_findings(CheckSubject& subject, const check::Report& report) {
  if (!subject.folder) return {};
  for (const auto& finding : report.findings) TRY(subject.folder->bring(finding.file));
  for (const auto& aside : report.set_aside) TRY(subject.folder->bring(aside.finding.file));
  return {};
}

}  // namespace baobei::cli
