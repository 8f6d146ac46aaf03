// The checker's speed on a folder, with and without patterns, and by size. What is printed, and how
// to read it: docs/benchmarks.md.
#include "check/check.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <thread>

#include "base/file.h"
#include "bench/options.h"
#include "check/report_cache.h"
#include "fold/fold.h"
#include "infer/builtin.h"
#include "package/folder_pack.h"
#include "package/pack.h"
#include "package/package.h"
#include "syntax/script.h"

namespace baobei::bench {
namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kMegabyte = 1'000'000;

struct Plan {
  std::string folder;               // of a mini-program; "": one is made
  std::string program;              // baobei, to be measured from its start to its end; "": not
  std::vector<std::string> beside;  // "name=command" of other tools, measured in the same run
  std::string scratch = ".";
  std::size_t repeats = 9;
  std::vector<double> sizes = {0.1, 1, 10, 40};  // megabytes
  std::size_t text_bytes = 32 * kMegabyte;
  std::size_t literals = 20'000;
  std::size_t regexes = 300;
};

Plan quick_plan() {
  Plan plan;
  plan.repeats = 1;
  plan.sizes = {0.1};
  plan.text_bytes = kMegabyte / 4;
  plan.literals = 500;
  plan.regexes = 10;
  return plan;
}

double ms_since(Steady::time_point begin) {
  return std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

// ---- a mini-program of a given size ------------------------------------------------------------

std::string made_script(std::size_t number, std::size_t bytes) {
  std::string text = "const app = getApp();\nPage({\n  data: { list: [], title: '商品列表' },\n";
  for (std::size_t i = 0; text.size() < bytes; ++i) {
    text += fmt::format(
        "  load{0}_{1}(event) {{\n    const id = event.currentTarget.dataset.id;\n"
        "    wx.request({{ url: app.host + '/goods/' + id, success: (res) => {{\n"
        "      this.setData({{ list: res.data.map((row) => ({{ id: row.id, name: row.name }})) "
        "}});\n      if (!res.data.length) wx.showToast({{ title: '没有更多了' }});\n    }} }});\n "
        " "
        "}},\n",
        number, i);
  }
  return text + "});\n";
}

std::string made_page(std::size_t number, std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; text.size() < bytes; ++i) {
    text += fmt::format(
        "<view class=\"row-{0}-{1}\" wx:for=\"{{{{list}}}}\" wx:key=\"id\" "
        "bindtap=\"load{0}_{1}\">\n"
        "  <text class=\"title\">今日推荐的商品与活动</text><text>{{{{item.name}}}}</text>\n"
        "  <button data-id=\"{{{{item.id}}}}\">加入购物车</button>\n</view>\n",
        number, i);
  }
  return text;
}

// A third each of scripts, templates, and what nobody reads: pictures.
void make_program(const fs::path& folder, std::size_t bytes) {
  constexpr std::size_t kPageBytes = 10'000;
  const auto pages = std::max<std::size_t>(1, bytes / (3 * kPageBytes));
  std::string list;
  for (std::size_t i = 0; i < pages; ++i) {
    const auto at = folder / "pages" / fmt::format("p{}", i);
    fs::create_directories(at);
    list += fmt::format("{}\"pages/p{}/p{}\"", i == 0 ? "" : ", ", i, i);
    const auto name = (at / fmt::format("p{}", i)).string();
    std::ofstream(name + ".js") << made_script(i, kPageBytes);
    std::ofstream(name + ".wxml") << made_page(i, kPageBytes);
    std::ofstream(name + ".json") << "{\"navigationBarTitleText\": \"商品\"}\n";
    std::ofstream(name + ".png") << std::string(kPageBytes, static_cast<char>(i));
  }
  std::ofstream(folder / "app.json") << "{\"pages\": [" << list << "]}\n";
  std::ofstream(folder / "app.js") << "App({ host: 'https://shop.example.com' });\n";
}

// ---- one check ---------------------------------------------------------------------------------

struct Packed {
  Fd file;
  std::optional<package::Pack> pack;
};

Packed packed(const std::string& folder) {
  Packed out;
  auto file = memory_file("bench");
  CHECK(file.has_value());
  out.file = std::move(*file);
  const auto tree = package::pack_folder(folder, out.file.get());
  CHECK(tree.has_value(), folder);
  auto pack = package::Pack::open(out.file.get());
  CHECK(pack.has_value());
  out.pack = std::move(*pack);
  return out;
}

struct Cost {
  double ms = 0;
  double resident_mb = 0;
  double children_mb = 0;  // of the largest process that it started
};

double megabytes(const rusage& usage) {
  return static_cast<double>(usage.ru_maxrss) * 1024 / kMegabyte;
}

// In a process of its own, so that the memory is that of one check.
Cost cost_of(const std::function<void()>& work) {
  int ends[2];
  CHECK(pipe(ends) == 0);
  const auto child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    const auto begin = Steady::now();
    work();
    Cost own;
    own.ms = ms_since(begin);
    rusage of_children{};
    CHECK(getrusage(RUSAGE_CHILDREN, &of_children) == 0);
    own.children_mb = megabytes(of_children);
    const bool told = write(ends[1], &own, sizeof own) == sizeof own;
    _exit(told ? 0 : 1);
  }
  Cost cost;
  CHECK(read(ends[0], &cost, sizeof cost) == sizeof cost);
  int status = 0;
  rusage usage{};
  CHECK(wait4(child, &status, 0, &usage) == child && status == 0);
  cost.resident_mb = megabytes(usage);
  close(ends[0]);
  close(ends[1]);
  return cost;
}

// As `baobei check FOLDER`: the folder read and packed, the report looked for, made, and kept.
// `caches` is "" for none.
void check_folder(const std::string& folder, const std::string& caches) {
  check::Options options;
  options.jobs = std::max(1u, std::thread::hardware_concurrency());
  const check::ReportCache cache(caches + "/reports");
  std::optional<package::DigestCache> known;
  if (!caches.empty()) known = package::DigestCache::open(caches + "/digests", folder);
  auto file = memory_file("bench");
  CHECK(file.has_value());
  auto program = package::FolderPack::open(folder, file->get(), {}, known ? &*known : nullptr);
  const auto pack = package::Pack::open(file->get());
  CHECK(program.has_value() && pack.has_value(), folder);
  if (known) known->save();
  if (known && cache.find(*pack, options)) return;
  CHECK(program->bring_all().has_value());
  const auto report = check::check_pack(*pack, options);
  CHECK(report.outcome != check::Outcome::kCouldNotCheck);
  if (known) cache.keep(*pack, options, report);
}

std::pair<std::size_t, std::size_t> bytes_of(const std::string& folder) {
  const auto program = packed(folder);
  std::size_t scripts = 0;
  for (const auto& file : program.pack->files())
    scripts += file.path.ends_with(".js") ? file.size : 0;
  return {program.pack->bytes(), scripts};
}

void measure_folder(const Plan& plan, const std::string& folder, const std::string& scratch) {
  std::vector<double> first;
  std::vector<double> again;
  double resident = 0;
  for (std::size_t i = 0; i < plan.repeats; ++i) {
    const auto caches = fmt::format("{}/caches{}", scratch, i);
    const auto cost = cost_of([&] { check_folder(folder, caches); });
    first.push_back(cost.ms);
    resident = std::max(resident, cost.resident_mb);
    again.push_back(cost_of([&] { check_folder(folder, caches); }).ms);
  }
  const auto [bytes, scripts] = bytes_of(folder);
  fmt::print(
      "{{\"measure\":\"folder\",\"mb\":{:.1f},\"script_mb\":{:.1f},\"first_ms\":{:.0f},"
      "\"resident_mb\":{:.0f},\"again_ms\":{:.0f}}}\n",
      static_cast<double>(bytes) / kMegabyte, static_cast<double>(scripts) / kMegabyte,
      median(first), resident, median(again));
}

// The program itself, as somebody starts it, reports in a folder of their own.
void run_program(const Plan& plan, const std::string& folder, const std::string& cache) {
  const Fd nowhere = *open_file("/dev/null", O_WRONLY);
  CHECK(dup2(nowhere.get(), STDOUT_FILENO) >= 0);
  CHECK(setenv("XDG_CACHE_HOME", cache.c_str(), 1) == 0);
  const auto child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    execl(plan.program.c_str(), plan.program.c_str(), "check", folder.c_str(), "--json", nullptr);
    _exit(127);
  }
  int status = 0;
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) <= 1);
}

// Another tool by its command, once and no more: they take half a minute.
void measure_beside(const std::string& named, const Cost& own) {
  const auto equals = named.find('=');
  CHECK(equals != std::string::npos, "--beside NAME=COMMAND");
  const auto name = named.substr(0, equals);
  const auto command = named.substr(equals + 1);
  const auto cost = cost_of([&] {
    const auto child = fork();
    CHECK(child >= 0);
    if (child == 0) {
      const Fd nowhere = *open_file("/dev/null", O_WRONLY);
      (void)dup2(nowhere.get(), STDOUT_FILENO);
      execl("/bin/sh", "/bin/sh", "-c", command.c_str(), nullptr);
      _exit(127);
    }
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child);
    // Findings end a linter with 1.
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) <= 1, "the tool could not run: " + name);
  });
  fmt::print(
      "{{\"measure\":\"beside\",\"name\":\"{}\",\"ms\":{:.0f},\"resident_mb\":{:.0f},"
      "\"times_as_long\":{:.1f},\"times_the_memory\":{:.1f}}}\n",
      name, cost.ms, cost.children_mb, cost.ms / own.ms, cost.children_mb / own.children_mb);
}

void measure_program(const Plan& plan, const std::string& folder, const std::string& scratch) {
  if (plan.program.empty()) return;
  std::vector<double> first;
  std::vector<double> again;
  double resident = 0;
  for (std::size_t i = 0; i < plan.repeats; ++i) {
    const auto cache = fs::absolute(scratch) / fmt::format("cache{}", i);
    const auto once = [&] { run_program(plan, folder, cache.string()); };
    const auto cost = cost_of(once);
    first.push_back(cost.ms);
    resident = std::max(resident, cost.children_mb);
    again.push_back(cost_of(once).ms);
  }
  fmt::print(
      "{{\"measure\":\"program\",\"first_ms\":{:.0f},\"resident_mb\":{:.0f},"
      "\"again_ms\":{:.0f}}}\n",
      median(first), resident, median(again));
  Cost own;
  own.ms = median(first);
  own.children_mb = resident;
  for (const auto& tool : plan.beside) measure_beside(tool, own);
}

// ---- patterns on and off ---------------------------------------------------------------------

// The shipped knowledge with so many literals and expressions more, of Han characters that seldom
// stand together.
knowledge::Knowledge with_more_patterns(const Plan& plan) {
  auto data = infer::builtin().data;
  const auto character = [](std::size_t i) {
    return std::string(1, static_cast<char>(0xE5 + i % 4)) + static_cast<char>(0x80 + i / 4 % 64) +
           static_cast<char>(0x80 + i / 256 % 64);
  };
  while (data.patterns.size() < plan.literals) {
    const auto i = data.patterns.size();
    data.patterns.push_back(
        {false, false, character(i * 7) + character(i * 13 + 5) + character(i * 31 + 11), {}});
  }
  for (std::size_t i = 0; i < plan.regexes; ++i) {
    data.patterns.push_back({true, false, fmt::format("编号{}[0-9]{{6,12}}元", i), {}});
  }
  auto knowledge = knowledge::knowledge_of(std::move(data));
  CHECK(knowledge.has_value());
  return std::move(*knowledge);
}

knowledge::Knowledge without_patterns() {
  auto data = infer::builtin().data;
  data.patterns = {{false, false, "没有人会写的一句话", {}}};
  data.signals.clear();
  data.structures.clear();
  data.sets.clear();
  data.packs.clear();
  auto knowledge = knowledge::knowledge_of(std::move(data));
  CHECK(knowledge.has_value());
  return std::move(*knowledge);
}

void measure_patterns(const Plan& plan, const std::string& folder) {
  const auto program = packed(folder);
  const auto many = with_more_patterns(plan);
  const auto none = without_patterns();
  std::vector<double> on;
  std::vector<double> off;
  const auto timed = [&](const knowledge::Knowledge& knowledge, std::vector<double>& times) {
    check::Options options;
    options.knowledge = &knowledge;
    const auto begin = Steady::now();
    CHECK(check::check_pack(*program.pack, options).outcome != check::Outcome::kCouldNotCheck);
    times.push_back(ms_since(begin));
  };
  for (std::size_t i = 0; i < plan.repeats; ++i) {
    timed(many, on);
    timed(none, off);
  }
  fmt::print(
      "{{\"measure\":\"patterns\",\"literals\":{},\"regexes\":{},\"on_ms\":{:.0f},"
      "\"off_ms\":{:.0f},\"ratio\":{:.3f}}}\n",
      many.data.patterns.size() - plan.regexes, plan.regexes, median(on), median(off),
      median(on) / median(off));
}

// ---- parts --------------------------------------------------------------------------------------

void measure_matching(const Plan& plan) {
  std::string text;
  for (std::size_t i = 0; text.size() < plan.text_bytes; ++i) {
    text += fmt::format(
        "今天的天气不错，第{}条记录写在这里，没有什么特别。Some Latin words follow.\n", i);
  }
  std::vector<double> times;
  for (std::size_t i = 0; i < plan.repeats; ++i) {
    const auto begin = Steady::now();
    const auto folded = fold::fold(text);
    CHECK(infer::builtin().matcher.find(folded.text).has_value());
    times.push_back(ms_since(begin));
  }
  fmt::print("{{\"measure\":\"fold_and_match\",\"mb\":{:.1f},\"mb_per_s\":{:.0f}}}\n",
             static_cast<double>(text.size()) / kMegabyte,
             static_cast<double>(text.size()) / 1000 / median(times));
}

void measure_scripts(const Plan& plan) {
  constexpr std::size_t kThreads = 2;
  const auto text = made_script(1, std::min<std::size_t>(plan.text_bytes, kMegabyte) * 9 / 10);
  std::vector<double> times;
  for (std::size_t i = 0; i < plan.repeats; ++i) {
    const auto begin = Steady::now();
    std::vector<std::jthread> threads;
    for (std::size_t k = 0; k < kThreads; ++k) {
      threads.emplace_back([&] { (void)syntax::read_script(text, "a.js"); });
    }
    threads.clear();
    times.push_back(ms_since(begin));
  }
  fmt::print("{{\"measure\":\"scripts\",\"threads\":{},\"mb_per_s\":{:.1f}}}\n", kThreads,
             static_cast<double>(text.size() * kThreads) / 1000 / median(times));
}

void measure_sizes(const Plan& plan, const std::string& scratch) {
  for (const double size : plan.sizes) {
    const auto folder = fmt::format("{}/size{}", scratch, size);
    fs::create_directories(folder);
    make_program(folder, static_cast<std::size_t>(size * kMegabyte));
    const auto repeats = std::max<std::size_t>(1, plan.repeats / 3);
    std::vector<double> times;
    double resident = 0;
    for (std::size_t i = 0; i < repeats; ++i) {
      const auto cost = cost_of([&] { check_folder(folder, ""); });
      times.push_back(cost.ms);
      resident = std::max(resident, cost.resident_mb);
    }
    const double mb = static_cast<double>(bytes_of(folder).first) / kMegabyte;
    fmt::print(
        "{{\"measure\":\"size\",\"mb\":{:.1f},\"ms\":{:.0f},\"ms_per_mb\":{:.1f},"
        "\"resident_mb\":{:.0f}}}\n",
        mb, median(times), median(times) / mb, resident);
  }
}

std::optional<int> ends_at_flags(Plan& plan, int argc, char** argv) {
  CLI::App flags("The checker's speed; docs/benchmarks.md");
  flags.add_option("--app", plan.folder, "a mini-program's folder; without, one of 10 MB is made")
      ->check(CLI::ExistingDirectory);
  flags.add_option("--program", plan.program, "baobei: measured as well, from start to end")
      ->check(CLI::ExistingFile);
  flags.add_option("--beside", plan.beside, "NAME=COMMAND of another tool (bench/peers.sh)");
  flags.add_option("--repeats", plan.repeats, "of each measure, of which the median is told");
  flags.add_option("--folder", plan.scratch, "where scratch files are made")
      ->check(CLI::ExistingDirectory);
  return bench::ends_at_flags(flags, argc, argv);
}

}  // namespace

int run(int argc, char** argv) {
  const bool quick = asks_quick(argc, argv);
  Plan plan = quick ? quick_plan() : Plan();
  if (const auto code = ends_at_flags(plan, argc, argv)) return *code;
  const ScratchFolder scratch(plan.scratch);
  auto folder = plan.folder;
  if (folder.empty()) {
    folder = scratch.path() + "/made";
    fs::create_directories(folder);
    make_program(folder, quick ? kMegabyte / 10 : 10 * kMegabyte);
  }
  (void)infer::builtin();  // opened once, as a program does at its start
  measure_folder(plan, folder, scratch.path());
  measure_program(plan, folder, scratch.path());
  measure_patterns(plan, folder);
  measure_matching(plan);
  measure_scripts(plan);
  measure_sizes(plan, scratch.path());
  return 0;
}

}  // namespace baobei::bench

int main(int argc, char** argv) {
  return baobei::bench::run(argc, argv);
}
