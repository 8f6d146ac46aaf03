#include "server/config.h"

#include <fcntl.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include "base/file.h"
#include "base/text.h"
#include "courier/target.h"
#include "merkle/checkpoint.h"

namespace baobei::server {
namespace {

constexpr std::size_t kFileBytesMax = 256 * 1024;

using Read = Status (*)(Config&, const std::string&);
using Show = std::string (*)(const Config&);

struct Row {
  Setting setting;
  Read read;
  Show show;
};

template <auto Member>
Status read_text(Config& config, const std::string& text) {
  config.*Member = text;
  return {};
}
template <auto Member>
std::string show_text(const Config& config) {
  return config.*Member;
}

template <auto Member, std::uint32_t kMin, std::uint32_t kMax>
Status read_number(Config& config, const std::string& text) {
  std::uint32_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = fault == std::errc() && end == text.data() + text.size();
  if (!whole || value < kMin || value > kMax) {
    return fail(ErrorKind::kInvalid, "a number from " + std::to_string(kMin) + " to " +
                                         std::to_string(kMax) + " is expected, not '" + text + "'");
  }
  config.*Member = static_cast<std::remove_reference_t<decltype(config.*Member)>>(value);
  return {};
}
template <auto Member>
std::string show_number(const Config& config) {
  return std::to_string(config.*Member);
}

Status one_of(const std::string& text, std::initializer_list<std::string_view> words) {
  if (std::ranges::find(words, text) != words.end()) return {};
  std::string all;
  for (const auto word : words) all += (all.empty() ? "" : ", ") + std::string(word);
  return fail(ErrorKind::kInvalid, "one of " + all + " is expected, not '" + text + "'");
}

Status read_sandbox(Config& config, const std::string& text) {
  TRY(one_of(text, {"required", "best_effort"}));
  config.check_sandbox = text;
  return {};
}

Status read_log_level(Config& config, const std::string& text) {
  TRY(one_of(text, {"debug", "info", "warn", "error"}));
  config.log_level = text;
  return {};
}

constexpr std::size_t kListedMax = 64;
template <auto Member>
Status read_list(Config& config, const std::string& text) {
  std::vector<std::string> listed;
  for (const auto& part : split(text, ',')) {
    const auto each = trim(part);
    if (!each.empty()) listed.emplace_back(each);
  }
  if (listed.size() > kListedMax) {
    return fail(ErrorKind::kInvalid, "at most " + std::to_string(kListedMax) + " addresses");
  }
  config.*Member = std::move(listed);
  return {};
}
template <auto Member>
std::string show_list(const Config& config) {
  std::string all;
  for (const auto& each : config.*Member) all += (all.empty() ? "" : ",") + each;
  return all;
}

Status read_origin(Config& config, const std::string& text) {
  if (!text.empty() && !merkle::is_origin(text)) {
    return fail(ErrorKind::kInvalid, "a name of ASCII without blanks and '+' is expected");
  }
  config.proofs_origin = text;
  return {};
}

Status read_webhook_allow(Config& config, const std::string& text) {
  TRY(read_list<&Config::webhook_allow>(config, text));
  TRY(courier::AllowList::of(config.webhook_allow));
  return {};
}

Status read_oidc_allow(Config& config, const std::string& text) {
  TRY(read_list<&Config::oidc_allow>(config, text));
  TRY(courier::AllowList::of(config.oidc_allow));
  return {};
}

// They have no flag and no variable: each is a table with its own place.
Status read_providers(Config&, const std::string& text) {
  if (text.empty()) return {};
  return fail(ErrorKind::kInvalid, "each provider is a table [oidc.<id>] of the file");
}
std::string show_providers(const Config& config) {
  std::string all;
  for (const auto& each : config.oidc) {
    all += (all.empty() ? "" : ",") + each.id + "=" + each.issuer;
  }
  return all;
}

constexpr std::uint32_t kPortMax = 65535;
constexpr std::array kRows = {
    Row{{"data", "BAOBEI_DATA", "数据文件夹：数据库与代码包",
         "data folder: the database and the packages"},
        read_text<&Config::data>,
        show_text<&Config::data>},
    Row{{"catalogue", "BAOBEI_CATALOGUE", "类目、策略、文案的文件夹；空为内置",
         "folder of categories, policy and texts; empty: the built-in one"},
        read_text<&Config::catalogue>,
        show_text<&Config::catalogue>},
    Row{{"http.address", "BAOBEI_HTTP_ADDRESS", "监听地址（数字形式）",
         "address to listen on, in numbers"},
        read_text<&Config::address>,
        show_text<&Config::address>},
    Row{{"http.port", "BAOBEI_HTTP_PORT", "监听端口；0 为任意空闲端口",
         "port to listen on; 0: any that is free"},
        read_number<&Config::port, 0, kPortMax>,
        show_number<&Config::port>},
    Row{{"http.trusted_proxies", "BAOBEI_HTTP_TRUSTED_PROXIES", "在前面终结 TLS 的代理地址",
         "addresses of proxies that end TLS before the server"},
        read_list<&Config::trusted_proxies>,
        show_list<&Config::trusted_proxies>},
    Row{{"http.threads", "BAOBEI_HTTP_THREADS", "网络线程数", "threads for connections"},
        read_number<&Config::http_threads, 1, 64>,
        show_number<&Config::http_threads>},
    Row{{"http.upload_hours", "BAOBEI_HTTP_UPLOAD_HOURS", "未完成的上传保留多少小时",
         "hours that an unfinished upload is kept"},
        read_number<&Config::upload_hours, 1, 24 * 30>,
        show_number<&Config::upload_hours>},
    Row{{"http.connections_max", "BAOBEI_HTTP_CONNECTIONS_MAX", "同时连接数上限",
         "most connections at once"},
        read_number<&Config::connections_max, 16, 100'000>,
        show_number<&Config::connections_max>},
    Row{{"engine.queue_max", "BAOBEI_ENGINE_QUEUE_MAX", "排队命令数上限（网信部门另有预留）",
         "most commands waiting; the offices' are apart"},
        read_number<&Config::queue_max, 16, 100'000>,
        show_number<&Config::queue_max>},
    Row{{"check.at_once", "BAOBEI_CHECK_AT_ONCE", "同时检查的代码包数",
         "packages checked side by side"},
        read_number<&Config::checks_at_once, 1, 64>,
        show_number<&Config::checks_at_once>},
    Row{{"check.sandbox", "BAOBEI_CHECK_SANDBOX", "检查进程的隔离：required 或 best_effort",
         "isolation of the checking process: required or best_effort"},
        read_sandbox,
        show_text<&Config::check_sandbox>},
    Row{{"webhooks.allow", "BAOBEI_WEBHOOKS_ALLOW",
         "webhook 可用 http 或内网地址的主机:端口（其余一律须为公网 https）",
         "host:port that webhooks may call in clear and at private addresses; else public https"},
        read_webhook_allow,
        show_list<&Config::webhook_allow>},
    Row{{"oidc.allow", "BAOBEI_OIDC_ALLOW",
         "统一身份服务可用 http 或内网地址的主机:端口（其余一律须为公网 https）",
         "host:port of providers of identities in clear or at private addresses; else public "
         "https"},
        read_oidc_allow,
        show_list<&Config::oidc_allow>},
    Row{{"oidc.providers", "BAOBEI_OIDC_PROVIDERS", "统一身份服务，每个为文件中的一节 [oidc.<id>]",
         "providers of identities, each a table [oidc.<id>] of the file"},
        read_providers,
        show_providers},
    Row{{"proofs.origin", "BAOBEI_PROOFS_ORIGIN",
         "检查点中的日志名称，一经公布不应再改；空为按最早的签名公钥",
         "the log's name in checkpoints, never to be changed once told; empty: by the oldest key"},
        read_origin,
        show_text<&Config::proofs_origin>},
    Row{{"retention.documents", "BAOBEI_RETENTION_DOCUMENTS",
         "类目申请的资质文件自最后一步及授权结束起保存多少天；0 为不限",
         "days that documents of applications are kept after the last step and the grant's end; 0: "
         "no end"},
        read_number<&Config::keep_documents, 0, 36'500>,
        show_number<&Config::keep_documents>},
    Row{{"retention.loose_documents", "BAOBEI_RETENTION_LOOSE_DOCUMENTS",
         "上传后从未使用的文件保存多少天；0 为不限",
         "days that documents which were never used are kept; 0: no end"},
        read_number<&Config::keep_loose_documents, 0, 36'500>,
        show_number<&Config::keep_loose_documents>},
    Row{{"retention.accesses", "BAOBEI_RETENTION_ACCESSES", "查阅记录保存多少天；0 为不限",
         "days that it is kept who read which document or case; 0: no end"},
        read_number<&Config::keep_accesses, 0, 36'500>,
        show_number<&Config::keep_accesses>},
    Row{{"retention.sign_in_tokens", "BAOBEI_RETENTION_SIGN_IN_TOKENS",
         "令牌与会话失效后保存多少天；0 为不限",
         "days that tokens and sessions are kept after their end; 0: no end"},
        read_number<&Config::keep_sign_in_tokens, 0, 36'500>,
        show_number<&Config::keep_sign_in_tokens>},
    Row{{"retention.invitations", "BAOBEI_RETENTION_INVITATIONS", "邀请失效后保存多少天；0 为不限",
         "days that invitations are kept after their end; 0: no end"},
        read_number<&Config::keep_invitations, 0, 36'500>,
        show_number<&Config::keep_invitations>},
    Row{{"retention.read_notices", "BAOBEI_RETENTION_READ_NOTICES",
         "已读站内信保存多少天；0 为不限",
         "days that notices are kept after they were read; 0: no end"},
        read_number<&Config::keep_read_notices, 0, 36'500>,
        show_number<&Config::keep_read_notices>},
    Row{{"retention.scans", "BAOBEI_RETENTION_SCANS",
         "书面答复的扫描件自条目结束起保存多少天；0 为不限",
         "days that scans of paper answers are kept after the end of their entry; 0: no end"},
        read_number<&Config::keep_scans, 0, 36'500>,
        show_number<&Config::keep_scans>},
    Row{{"retention.pictures", "BAOBEI_RETENTION_PICTURES",
         "提审所附截图自上传起保存多少天；0 为不限",
         "days that pictures of submissions are kept after their upload; 0: no end"},
        read_number<&Config::keep_pictures, 0, 36'500>,
        show_number<&Config::keep_pictures>},
    Row{{"retention.test_accounts", "BAOBEI_RETENTION_TEST_ACCOUNTS",
         "提审所附测试账号自提审起保存多少天；0 为不限",
         "days that test accounts are kept after their submission; 0: no end"},
        read_number<&Config::keep_test_accounts, 0, 36'500>,
        show_number<&Config::keep_test_accounts>},
    Row{{"metrics.port", "BAOBEI_METRICS_PORT", "指标端口（仅本机）；0 为不开",
         "port for metrics, on loopback alone; 0: none"},
        read_number<&Config::metrics_port, 0, kPortMax>,
        show_number<&Config::metrics_port>},
    Row{{"log.level", "BAOBEI_LOG_LEVEL", "日志级别：debug、info、warn、error",
         "log level: debug, info, warn or error"},
        read_log_level,
        show_text<&Config::log_level>},
};

const Row* find_row(std::string_view key) {
  const auto row =
      std::ranges::find_if(kRows, [&](const Row& each) { return key == each.setting.key; });
  return row == kRows.end() ? nullptr : &*row;
}

Status set(Configured& out, std::string_view key, const std::string& value,
           const std::string& place) {
  const auto* row = find_row(key);
  if (row == nullptr) {
    return fail(ErrorKind::kInvalid, "there is no setting '" + std::string(key) + "'", place);
  }
  const auto read = row->read(out.config, value);
  if (!read) {
    return fail(ErrorKind::kInvalid, std::string(key) + ": " + read.error().message, place);
  }
  out.origins[std::string(key)] = place;
  return {};
}

// A scalar, or a list of strings joined by commas; nullopt for anything else.
std::optional<std::string> text_of(const toml::node& node) {
  if (auto text = node.value_exact<std::string>()) return text;
  if (const auto number = node.value_exact<std::int64_t>()) return std::to_string(*number);
  if (const auto* list = node.as_array()) {
    std::string all;
    for (const auto& each : *list) {
      const auto text = each.value_exact<std::string>();
      if (!text || text->contains(',')) return std::nullopt;
      all += (all.empty() ? "" : ",") + *text;
    }
    return all;
  }
  return std::nullopt;
}

Status take_provider(const std::string& id, const toml::table& table, const std::string& place,
                     Configured& out) {
  std::map<std::string, std::string> values;
  for (const auto& [key, node] : table) {
    const auto text = text_of(node);
    const std::string name(key.str());
    if (!text) {
      return fail(ErrorKind::kInvalid, "oidc." + id + "." + name + ": a text is expected", place);
    }
    values.emplace(name, *text);
  }
  if (out.config.oidc.size() >= kOidcProvidersMax) {
    return fail(ErrorKind::kTooLarge, "oidc: at most 8 providers", place);
  }
  TRY_ASSIGN(auto provider, oidc_from(id, place, values));
  out.config.oidc.push_back(std::move(provider));
  out.origins["oidc.providers"] = place;
  return {};
}

Status take_table(const toml::table& table, const std::string& prefix, const std::string& path,
                  Configured& out) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    const std::string place = path + ":" + std::to_string(node.source().begin.line);
    if (node.is_table() && prefix.empty()) {
      TRY(take_table(*node.as_table(), name + ".", path, out));
      continue;
    }
    if (node.is_table() && prefix == "oidc.") {
      TRY(take_provider(std::string(key.str()), *node.as_table(), place, out));
      continue;
    }
    const auto text = text_of(node);
    if (!text) return fail(ErrorKind::kInvalid, name + ": a text or a number is expected", place);
    TRY(set(out, name, *text, place));
  }
  return {};
}

Status take_file(const std::string& path, Configured& out) {
  TRY_ASSIGN(const Fd file, open_file(path, O_RDONLY));
  TRY_ASSIGN(const auto text, read_file(file.get(), kFileBytesMax));
  try {
    return take_table(toml::parse(text, path), "", path, out);
  } catch (const toml::parse_error& error) {
    return fail(ErrorKind::kInvalid, std::string(error.description()),
                path + ":" + std::to_string(error.source().begin.line));
  }
}

constexpr auto kSettings = [] {
  std::array<Setting, kRows.size()> all{};
  for (std::size_t i = 0; i < kRows.size(); ++i) all[i] = kRows[i].setting;
  return all;
}();

}  // namespace

std::vector<engine::RetentionRule> Config::retention() const {
  using enum engine::RetentionKind;
  return {{kDocuments, keep_documents},
          {kLooseDocuments, keep_loose_documents},
          {kAccesses, keep_accesses},
          {kSignInTokens, keep_sign_in_tokens},
          {kInvitations, keep_invitations},
          {kReadNotices, keep_read_notices},
          {kScans, keep_scans},
          {kPictures, keep_pictures},
          {kTestAccounts, keep_test_accounts}};
}

std::span<const Setting> all_settings() {
  return kSettings;
}

std::string value_of(const Config& config, std::string_view key) {
  const auto* row = find_row(key);
  return row == nullptr ? std::string() : row->show(config);
}

Result<Configured> configure(const Source& source) {
  Configured out;
  for (const auto& row : kRows) out.origins[row.setting.key] = "default";
  if (!source.path.empty()) TRY(take_file(source.path, out));
  for (const auto& row : kRows) {
    const auto value = source.variable ? source.variable(row.setting.variable) : std::nullopt;
    if (value) TRY(set(out, row.setting.key, *value, row.setting.variable));
  }
  for (const auto& [key, value] : source.flags) TRY(set(out, key, value, "command line"));
  return out;
}

}  // namespace baobei::server
