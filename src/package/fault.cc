#include "package/fault.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace baobei::package {
namespace {

constexpr std::size_t kShownCharactersMax = 200;

constexpr std::array kFaults = {
    Fault{
        FaultCode::kNotAnArchive, "not_an_archive", ErrorKind::kInvalid,
        "这不是 zip、tar、tar.gz 或 wxapkg 文件。请用其中一种格式重新打包，或直接提交文件夹。",
        "This is not a zip, tar, tar.gz or wxapkg file. Pack it again as one of these, or hand in "
        "the folder itself."},
    Fault{FaultCode::kNothingInside, "nothing_inside", ErrorKind::kInvalid,
          "包里没有任何文件。请确认打包的是小程序所在的文件夹。",
          "There is no file inside. Make sure that you pack the folder the mini-program is in."},
    Fault{FaultCode::kTraversal, "traversal", ErrorKind::kInvalid,
          "条目名含有“..”，会指到包外。请在小程序文件夹内重新打包。",
          "The entry's name has a '..' and so points outside the package. Pack again from inside "
          "the mini-program's folder."},
    Fault{FaultCode::kAbsolutePath, "absolute_path", ErrorKind::kInvalid,
          "条目名是绝对路径。请用相对路径重新打包。",
          "The entry's name is an absolute path. Pack again with relative paths."},
    Fault{FaultCode::kBackslash, "backslash", ErrorKind::kInvalid,
          "条目名含有反斜杠。请改用以“/”分隔路径的打包工具。",
          "The entry's name has a backslash. Use a packing tool that separates folders by '/'."},
    Fault{FaultCode::kBadUtf8, "bad_utf8", ErrorKind::kInvalid,
          "条目名不是 UTF-8。请用 UTF-8 文件名重新打包，或直接提交文件夹。",
          "The entry's name is not UTF-8. Pack again with UTF-8 names, or hand in the folder "
          "itself."},
    Fault{FaultCode::kControlCharacter, "control_character", ErrorKind::kInvalid,
          "条目名含有控制字符或不可见字符。请重命名该文件。",
          "The entry's name has control or invisible characters. Rename the file."},
    Fault{FaultCode::kOddComponent, "odd_component", ErrorKind::kInvalid,
          "条目名含有空的或为“.”的路径段。请重新打包。",
          "The entry's name has an empty part or a '.' between slashes. Pack again."},
    Fault{FaultCode::kPathTooLong, "path_too_long", ErrorKind::kTooLarge,
          "条目名过长：全长至多 512 字节，每段至多 255 字节。请缩短名称。",
          "The entry's name is too long: at most 512 bytes in all, 255 between slashes. Shorten "
          "it."},
    Fault{FaultCode::kTooDeep, "too_deep", ErrorKind::kTooLarge,
          "文件夹嵌套过深，至多 32 层。请减少层级。",
          "Folders are nested too deeply; at most 32 levels. Flatten them."},
    Fault{FaultCode::kLink, "link", ErrorKind::kInvalid, "条目是链接。请用文件本身代替链接。",
          "The entry is a link. Put the file itself in its place."},
    Fault{FaultCode::kSpecialFile, "special_file", ErrorKind::kInvalid,
          "条目是设备、管道或套接字，而不是文件。请将其移出小程序文件夹。",
          "The entry is a device, pipe or socket, not a file. Move it out of the mini-program's "
          "folder."},
    Fault{FaultCode::kDuplicate, "duplicate", ErrorKind::kInvalid,
          "同一名称出现两次，或两个名称仅大小写或 Unicode 写法不同。请保留一个。",
          "The same name stands there twice, or two names differ only in letter case or Unicode "
          "form. Keep one of them."},
    Fault{FaultCode::kFileAndFolder, "file_and_folder", ErrorKind::kInvalid,
          "同一名称既是文件又是文件夹。请重命名其中之一。",
          "The same name is a file and a folder at once. Rename one of them."},
    Fault{FaultCode::kEncrypted, "encrypted", ErrorKind::kInvalid,
          "条目已加密。请不设密码重新打包。",
          "The entry is encrypted. Pack again without a password."},
    Fault{FaultCode::kSizeLies, "size_lies", ErrorKind::kInvalid,
          "条目解压后的大小与声明的不符。压缩包已损坏或被改动，请重新打包。",
          "The entry inflates to another size than it states. The archive is damaged or was "
          "tampered with; pack again."},
    Fault{FaultCode::kDamaged, "damaged", ErrorKind::kInvalid,
          "压缩包已损坏或不完整，无法读完。请重新打包并上传。",
          "The archive is damaged or cut off and cannot be read to its end. Pack and upload it "
          "again."},
    Fault{FaultCode::kPackageTooLarge, "package_too_large", ErrorKind::kTooLarge,
          "上传的包超过 40 MB。请移除不属于小程序的文件。",
          "The upload is over 40 MB. Leave out files that do not belong to the mini-program."},
    Fault{FaultCode::kTreeTooLarge, "tree_too_large", ErrorKind::kTooLarge,
          "全部文件合计超过 128 MiB。请移除不属于小程序的文件，例如 node_modules。",
          "All files together are over 128 MiB. Leave out what does not belong to the "
          "mini-program, node_modules for instance."},
    Fault{FaultCode::kFileTooLarge, "file_too_large", ErrorKind::kTooLarge,
          "单个文件超过 32 MiB。请缩小该文件或改从网络加载。",
          "A single file is over 32 MiB. Make it smaller, or load it over the network."},
    Fault{FaultCode::kTooManyEntries, "too_many_entries", ErrorKind::kTooLarge,
          "条目超过 20,000 个。请移除不属于小程序的文件。",
          "There are more than 20,000 entries. Leave out files that do not belong to the "
          "mini-program."},
    Fault{FaultCode::kInflatesTooFar, "inflates_too_far", ErrorKind::kTooLarge,
          "解压后的体积与压缩包相比异常之大，已停止读取。请检查包内文件。",
          "It inflates to far more than its packed size; reading was stopped. Look at what is "
          "inside."},
    Fault{FaultCode::kChangedWhileRead, "changed_while_read", ErrorKind::kConflict,
          "文件在读取过程中发生变化。请等写入结束后再试。",
          "A file changed while it was read. Try again when nothing writes there."},
    Fault{FaultCode::kNotAFolder, "not_a_folder", ErrorKind::kInvalid,
          "这不是可以读取的文件夹。请检查路径和权限。",
          "This is not a folder that can be read. Check path and permissions."},
    Fault{FaultCode::kBadProjectConfig, "bad_project_config", ErrorKind::kInvalid,
          "project.config.json 无法读取，或其中的 miniprogramRoot 不是项目内的文件夹。请更正。",
          "project.config.json cannot be read, or its miniprogramRoot is not a folder of the "
          "project. Correct it."},
    Fault{FaultCode::kBadPack, "bad_pack", ErrorKind::kCorrupt,
          "存储的包结构不正确。请运维人员核对存储。",
          "The stored pack is not well-formed. The operator should verify the store."},
};

}  // namespace

std::span<const Fault> all_faults() {
  return kFaults;
}

std::unexpected<Error> refuse(FaultCode code, std::string_view entry) {
  const auto fault = std::ranges::find(kFaults, code, &Fault::code);
  CHECK(fault != kFaults.end());
  return fail(fault->kind, std::string(fault->en),
              std::string(utf8_prefix(printable(entry), kShownCharactersMax)));
}

std::optional<Fault> fault_of(const Error& error) {
  const auto fault =
      std::ranges::find_if(kFaults, [&](const Fault& row) { return row.en == error.message; });
  return fault == kFaults.end() ? std::nullopt : std::optional(*fault);
}

}  // namespace baobei::package
