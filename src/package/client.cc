// What clients do before they upload: find the folder that is the program, and zip it.
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include <memory>

#include "base/file.h"
#include "package/pack.h"
#include "package/project_config.h"
#include "package/utf8_locale.h"

namespace baobei::package {
namespace {

struct FreeWriter {
  void operator()(archive* writer) const { ::archive_write_free(writer); }
};
struct FreeEntry {
  void operator()(archive_entry* entry) const { ::archive_entry_free(entry); }
};
using Writer = std::unique_ptr<archive, FreeWriter>;
using Entry = std::unique_ptr<archive_entry, FreeEntry>;

Status archive_failed(archive* writer, const std::string& path) {
  const char* text = ::archive_error_string(writer);
  return fail(ErrorKind::kInternal, text == nullptr ? "cannot write the zip" : text, path);
}

Status write_zip(const Pack& pack, int out_fd) {
  const Utf8Locale locale;
  Writer writer(::archive_write_new());
  CHECK(writer != nullptr);
  ::archive_write_set_format_zip(writer.get());
  ::archive_write_set_options(writer.get(), "zip:hdrcharset=UTF-8");
  ::archive_write_set_bytes_in_last_block(writer.get(), 1);
  if (::archive_write_open_fd(writer.get(), out_fd) != ARCHIVE_OK) {
    return archive_failed(writer.get(), "");
  }
  for (const auto& file : pack.files()) {
    TRY_ASSIGN(const auto bytes, pack.read(file));
    Entry entry(::archive_entry_new());
    CHECK(entry != nullptr);
    ::archive_entry_set_pathname_utf8(entry.get(), file.path.c_str());
    ::archive_entry_set_filetype(entry.get(), AE_IFREG);
    ::archive_entry_set_perm(entry.get(), 0644);
    ::archive_entry_set_mtime(entry.get(), 0, 0);  // the same bytes whenever and wherever
    ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
    if (::archive_write_header(writer.get(), entry.get()) != ARCHIVE_OK ||
        ::archive_write_data(writer.get(), bytes.data(), bytes.size()) !=
            static_cast<la_ssize_t>(bytes.size())) {
      return archive_failed(writer.get(), file.path);
    }
  }
  return ::archive_write_close(writer.get()) == ARCHIVE_OK ? Status{}
                                                           : archive_failed(writer.get(), "");
}

bool is_file(const std::string& path) {
  const auto file = open_file(path, O_RDONLY);
  return file && size_of(file->get());
}

// "./a/b/" → "a/b/", "" for the project's own folder.
Result<std::string> normal_root(std::string root) {
  while (root.starts_with("./")) root.erase(0, 2);
  while (root.starts_with('/')) root.erase(0, 1);  // the developer tool takes it as the project
  while (root.ends_with('/')) root.pop_back();
  if (root.empty() || root == ".") return std::string();
  if (!check_path(root)) return refuse(FaultCode::kBadProjectConfig, root);
  return root + "/";
}

Result<boost::json::object> config_of(std::string_view text) {
  auto config = read_project_config(text);
  if (!config) return refuse(FaultCode::kBadProjectConfig, kProjectConfig);
  return std::move(*config);
}

}  // namespace

Result<std::string> stated_app_root(std::string_view text) {
  TRY_ASSIGN(const auto config, config_of(text));
  for (const char* key : {"miniprogramRoot", "srcMiniprogramRoot"}) {
    const auto* root = config.if_contains(key);
    if (root == nullptr) continue;
    if (!root->is_string()) return refuse(FaultCode::kBadProjectConfig, key);
    return normal_root(std::string(root->get_string()));
  }
  return std::string();
}

Result<std::string> stated_plugin_root(std::string_view text) {
  TRY_ASSIGN(const auto config, config_of(text));
  const auto* type = config.if_contains("compileType");
  if (type == nullptr || *type != "plugin") return std::string();
  const auto* root = config.if_contains("pluginRoot");
  if (root == nullptr) return std::string("plugin/");
  if (!root->is_string()) return refuse(FaultCode::kBadProjectConfig, "pluginRoot");
  return normal_root(std::string(root->get_string()));
}

Result<std::string> app_folder(const std::string& directory) {
  const auto file = open_file(directory + "/" + std::string(kProjectConfig), O_RDONLY);
  if (!file) return directory;
  auto text = read_file(file->get(), kProjectConfigBytesMax);
  if (!text) return refuse(FaultCode::kBadProjectConfig, kProjectConfig);
  TRY_ASSIGN(const auto plugin, stated_plugin_root(*text));
  if (!plugin.empty() && is_file(directory + "/" + plugin + "plugin.json")) {
    return directory + "/" + plugin;
  }
  TRY_ASSIGN(const auto root, stated_app_root(*text));
  if (root.empty() || !is_file(directory + "/" + root + "app.json")) return directory;
  return directory + "/" + root;
}

Status zip_folder(const std::string& directory, const std::string& out_path,
                  const LeftOut& left_out) {
  TRY_ASSIGN(const auto file, memory_file("baobei-pack"));
  TRY(pack_folder(directory, file.get(), left_out));
  TRY_ASSIGN(const auto pack, Pack::open(file.get()));
  TRY_ASSIGN(const auto out, open_file(out_path, O_RDWR | O_CREAT | O_TRUNC, 0644));
  TRY(write_zip(pack, out.get()));
  TRY_ASSIGN(const auto size, size_of(out.get()));
  if (size > kPackageBytesMax) return refuse(FaultCode::kPackageTooLarge, out_path);
  return {};
}

}  // namespace baobei::package
