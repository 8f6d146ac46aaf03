// The tables that the command line prints, from the contract: `x-cli-table` of an operation names
// the members of an answer's rows, their titles in both languages and their form.
//
//   cli_tables OUT.cc openapi.yaml terms.def
//
//   x-cli-table:
//   - {field: app, zh: 小程序, en: app, tone: strong}             columns; the rows are `items`
//   - {field: state, zh: 状态, en: state, form: name, of: entry}  as terms.def names it
//   - {field: actor, zh: 操作者, en: by, parts: [{field: role}, {field: person, or: by}]}
//
//   x-cli-table:                                                  several, or rows elsewhere
//     packs: [...]                                                rows: the member `packs`
//     clients: {rows: items, columns: [...]}
//     spans: {rows: [{member: wait, zh: 等待, en: waiting}], columns: [{zh: …, en: …}, ...]}
//
//   x-cli-table: listIdentities                                   as of that operation
//
// Beside them what the client may send again after a lost connection: the operations that take an
// Idempotency-Key, and those that say `x-repeatable: true` (a second time changes nothing more).
//
// A column that the answer does not have, a title that lacks a language, an unknown form or one
// that the member does not fit, a state without a name: each ends the build. What the command line
// shows cannot drift from what the server says.
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

const std::map<std::string, std::string> kForms = {
    {"text", "kText"},     {"name", "kName"},   {"words", "kWords"},       {"when", "kWhen"},
    {"until", "kUntil"},   {"span", "kSpan"},   {"validity", "kValidity"}, {"days", "kDays"},
    {"bytes", "kBytes"},   {"share", "kShare"}, {"count", "kCount"},       {"part", "kPart"},
    {"digest", "kDigest"}, {"yes", "kYes"}};

const std::map<std::string, std::string> kTones = {{"", "kPlain"},      {"good", "kGood"},
                                                   {"bad", "kBad"},     {"warn", "kWarn"},
                                                   {"quiet", "kQuiet"}, {"strong", "kStrong"}};

using Names = std::map<std::string, std::set<std::string>>;  // of terms.def, by vocabulary

Names names_of(const std::string& path) {
  static const std::regex kTerm("^TERM\\(\"([a-z_]+)\", \"([a-z_0-9]+)\",.*");
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot be read: " + path);
  Names names;
  for (std::string line; std::getline(file, line);) {
    std::smatch found;
    if (std::regex_match(line, found, kTerm)) names[found[1]].insert(found[2]);
  }
  return names;
}

// The described answers: what a member of them is.
class Contract {
 public:
  explicit Contract(const std::string& path) : root_(YAML::LoadFile(path)) {}

  const YAML::Node& root() const { return root_; }

  // Follows "#/components/schemas/Name".
  YAML::Node resolved(YAML::Node node) const {
    for (int steps = 0; node["$ref"] && steps < 8; ++steps) {
      std::istringstream path(node["$ref"].as<std::string>().substr(2));
      YAML::Node found;
      found.reset(root_);
      for (std::string part; std::getline(path, part, '/');) found.reset(found[part]);
      node.reset(found);
    }
    return node;
  }

  // "answer.verdict" of an object, of any of those that an answer may be.
  std::optional<YAML::Node> member(const YAML::Node& object, const std::string& field) const {
    YAML::Node at;
    at.reset(object);
    std::istringstream path(field);
    for (std::string part; std::getline(path, part, '.');) {
      const auto found = own_member(at, part);
      if (!found) return std::nullopt;
      at.reset(*found);
    }
    return resolved(at);
  }

  std::optional<YAML::Node> answer_of(const YAML::Node& operation) const {
    for (const char* status : {"200", "201", "202"}) {
      const auto response = operation["responses"][status];
      if (!response) continue;
      const auto media = resolved(response)["content"]["application/json"];
      if (media) return media["schema"];
    }
    return std::nullopt;
  }

 private:
  std::optional<YAML::Node> own_member(const YAML::Node& object, const std::string& name) const {
    const auto schema = resolved(object);
    const auto properties = schema["properties"];
    if (properties && properties[name]) return properties[name];
    for (const char* either : {"oneOf", "allOf", "anyOf"}) {
      for (const auto& one : schema[either]) {
        if (const auto found = own_member(one, name)) return found;
      }
    }
    return std::nullopt;
  }

  YAML::Node root_;
};

bool is_of(const YAML::Node& schema, const std::string& type) {
  const auto stated = schema["type"];
  if (!stated) return false;
  if (!stated.IsSequence()) return stated.as<std::string>() == type;
  for (const auto& one : stated) {
    if (one.as<std::string>() == type) return true;
  }
  return false;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

// An operation's tables, checked and written as C++.
class Tables {
 public:
  Tables(const Contract& contract, const Names& names) : contract_(contract), names_(names) {}

  void add(const std::string& path, const YAML::Node& operation) {
    operation_ = operation["operationId"].as<std::string>();
    path_ = path;
    owner_ = operation_;
    const auto answer = contract_.answer_of(operation);
    if (!answer) fault("its answer is no JSON");
    YAML::Node table;
    table.reset(operation["x-cli-table"]);
    if (table.IsScalar()) {
      owner_ = table.as<std::string>();
      table.reset(table_of(owner_));
    }
    if (table.IsSequence()) return add_table("items", *answer, "items", table);
    for (const auto& one : table) {
      const auto name = one.first.as<std::string>();
      const auto& shape = one.second;
      if (shape.IsSequence()) {
        add_table(name, *answer, name, shape);
      } else if (shape["rows"] && shape["rows"].IsSequence()) {
        add_named(name, *answer, shape);
      } else {
        known(shape, {"rows", "columns"});
        add_table(name, *answer, text(shape, "rows"), shape["columns"]);
      }
    }
  }

  std::string source(const std::string& writes) const {
    return "// Generated by tools/cli_tables.cc.\n#include \"cli/repeating.h\"\n"
           "#include \"cli/tables.h\"\n\nnamespace baobei::cli {\nnamespace {\n\n" +
           columns_.str() + "constexpr AnswerTable kTables[] = {\n" + tables_.str() +
           "};\n\nconstexpr WriteOperation kWrites[] = {\n" + writes +
           "};\n\n}  // namespace\n\nstd::span<const AnswerTable> answer_tables() {\n"
           "  return kTables;\n}\n\nstd::span<const WriteOperation> write_operations() {\n"
           "  return kWrites;\n}\n\n}  // namespace baobei::cli\n";
  }

 private:
  [[noreturn]] void fault(const std::string& what) const {
    throw std::runtime_error(operation_ + ": " + what);
  }

  static std::string text(const YAML::Node& node, const char* name) {
    return node[name] ? node[name].as<std::string>() : "";
  }

  void known(const YAML::Node& node, const std::set<std::string>& members) const {
    if (!node.IsMap()) fault("a map is expected");
    for (const auto& member : node) {
      const auto name = member.first.as<std::string>();
      if (!members.contains(name)) fault("an unknown member '" + name + "' of a column");
    }
  }

  // The tables of another operation.
  YAML::Node table_of(const std::string& operation) const {
    for (const auto& path : contract_.root()["paths"]) {
      for (const auto& verb : path.second) {
        if (!verb.second.IsMap() || text(verb.second, "operationId") != operation) continue;
        const auto table = verb.second["x-cli-table"];
        if (table && !table.IsScalar()) return table;
      }
    }
    fault("'" + operation + "' has no table");
  }

  std::string titles(const YAML::Node& node, const std::string& of) const {
    const auto zh = text(node, "zh");
    const auto en = text(node, "en");
    if (zh.empty() || en.empty()) fault("'" + of + "' lacks a title in one language");
    return quoted(zh) + ", " + quoted(en);
  }

  YAML::Node member(const YAML::Node& row, const std::string& field) const {
    const auto found = contract_.member(row, field);
    if (!found) fault("no member '" + field + "' in its rows");
    return *found;
  }

  void check_names(const YAML::Node& schema, const std::string& field,
                   const std::string& vocabulary, const std::string& unsaid) const {
    const auto names = names_.find(vocabulary);
    if (names == names_.end()) fault("'" + field + "': no vocabulary '" + vocabulary + "'");
    const auto each = schema["items"] ? contract_.resolved(schema["items"]) : schema;
    for (const auto& word : each["enum"]) {
      const auto wire = word.as<std::string>();
      if (wire != unsaid && !names->second.contains(wire)) {
        fault("'" + field + "' may be '" + wire + "', which has no name in '" + vocabulary + "'");
      }
    }
  }

  bool has_words(const YAML::Node& row, const std::string& field) const {
    const auto both = [&](const std::string& between) {
      return contract_.member(row, field + between + "zh") &&
             contract_.member(row, field + between + "en");
    };
    return both(".") || both("_");
  }

  bool fits(const YAML::Node& row, const YAML::Node& schema, const std::string& form,
            const std::string& of) const {
    if (form == "text") return !is_of(schema, "object");
    if (form == "name") return is_of(schema, "string") || is_of(schema, "array");
    if (form == "when" || form == "until") return text(schema, "format") == "date-time";
    if (form == "validity") {
      return contract_.member(schema, "valid") && contract_.member(schema, "valid_until");
    }
    if (form == "count") return is_of(schema, "array");
    if (form == "digest") return is_of(schema, "string");
    if (form == "yes") return is_of(schema, "boolean");
    if (form == "part" && !is_of(member(row, of), "integer")) return false;
    return is_of(schema, "integer");
  }

  void check_field(const YAML::Node& row, const std::string& field, const std::string& form,
                   const std::string& of, const std::string& unsaid = {}) const {
    if (form == "words") {
      if (!has_words(row, field)) fault("no words '" + field + "' in its rows in both languages");
      return;
    }
    const auto schema = member(row, field);
    if (!fits(row, schema, form, of)) fault("'" + field + "' does not fit its form '" + form + "'");
    if (form == "name") check_names(schema, field, of, unsaid);
  }

  std::string value_of(const YAML::Node& row, const YAML::Node& value) const {
    const auto field = text(value, "field");
    if (field.empty()) fault("a column without a field");
    const auto form = value["form"] ? text(value, "form") : "text";
    const auto known_form = kForms.find(form);
    if (known_form == kForms.end()) fault("'" + field + "' has an unknown form");
    const auto of = text(value, "of");
    if ((form == "name" || form == "part") == of.empty()) {
      fault("'" + field + "': names and parts, and they alone, say of what");
    }
    const auto unsaid = text(value, "unsaid");
    check_field(row, field, form, of, unsaid);
    const auto otherwise = text(value, "or");
    if (!otherwise.empty()) check_field(row, otherwise, form, of, unsaid);
    return "{" + quoted(field) + ", " + quoted(otherwise) + ", TableForm::" + known_form->second +
           ", " + quoted(of) + ", " + quoted(unsaid) + "}";
  }

  // What the parts of a column are members of.
  YAML::Node parted(const YAML::Node& row, const std::string& field) const {
    if (field.empty()) return row;
    const auto schema = member(row, field);
    return schema["items"] ? schema["items"] : schema;
  }

  // Writes the column's values beside; the column itself.
  std::string column_of(const YAML::Node& row, const YAML::Node& column,
                        const std::string& values) {
    known(column, {"field", "zh", "en", "form", "of", "or", "unsaid", "tone", "quiet_unless",
                   "parts", "between"});
    const auto field = text(column, "field");
    const auto parts = column["parts"];
    columns_ << "constexpr TableValue " << values << "[] = {";
    if (!parts) columns_ << value_of(row, column);
    for (const auto& part : parts) {
      known(part, {"field", "form", "of", "or", "unsaid"});
      columns_ << (part == parts[0] ? "" : ", ") << value_of(parted(row, field), part);
    }
    columns_ << "};\n";
    if (column["between"] && !parts) fault("'" + field + "' has no parts to stand between");
    return column_with(row, column, parts ? field : "", values);
  }

  std::string column_with(const YAML::Node& row, const YAML::Node& column, const std::string& each,
                          const std::string& values) const {
    const auto named = text(column, "field");
    const auto tone = kTones.find(text(column, "tone"));
    if (tone == kTones.end()) fault("'" + named + "' has an unknown tone");
    const auto counts = text(column, "quiet_unless");
    if (!counts.empty()) check_field(row, counts, "yes", "");
    return "{" + titles(column, named.empty() ? "a column without a field" : named) + ", " +
           quoted(each) + ", " + quoted(column["between"] ? text(column, "between") : " ") +
           ", Tone::" + tone->second + ", " + quoted(counts) + ", " +
           (values.empty() ? std::string("{}") : values) + "}";
  }

  // The name of an array of the table's.
  std::string array(const std::string& what, const std::string& table) const {
    std::string name = what + "_" + owner_ + "_" + table;
    for (auto& c : name) c = c == '.' || c == '-' ? '_' : c;
    return name;
  }

  // `named`: the first column is the names of the rows, and has no field.
  void add_columns(const std::string& table, const YAML::Node& row, const YAML::Node& columns,
                   bool named) {
    if (!columns || !columns.IsSequence() || columns.size() == 0) fault("a table has no columns");
    std::vector<std::string> written;
    for (const auto& column : columns) {
      if (named && written.empty()) {
        known(column, {"zh", "en"});
        written.push_back(column_with(row, column, "", ""));
        continue;
      }
      written.push_back(
          column_of(row, column, array("kValues" + std::to_string(written.size()), table)));
    }
    columns_ << "constexpr TableColumn " << array("kColumns", table) << "[] = {\n";
    for (const auto& column : written) columns_ << "    " << column << ",\n";
    columns_ << "};\n";
  }

  void add_table(const std::string& table, const YAML::Node& answer, const std::string& rows,
                 const YAML::Node& columns) {
    const auto list = contract_.member(answer, rows);
    if (!list || !(*list)["items"]) fault("its answer has no list '" + rows + "'");
    write(table, rows, "{}", (*list)["items"], columns);
  }

  void add_named(const std::string& table, const YAML::Node& answer, const YAML::Node& shape) {
    known(shape, {"rows", "columns"});
    std::ostringstream rows;
    std::optional<YAML::Node> first;
    for (const auto& row : shape["rows"]) {
      known(row, {"member", "zh", "en"});
      const auto name = text(row, "member");
      const auto found = contract_.member(answer, name);
      if (!found) fault("no member '" + name + "' in its answer");
      Tables(contract_, names_).try_columns(operation_, *found, shape["columns"]);
      if (!first) first = *found;
      rows << "    {" << quoted(name) << ", " << titles(row, name) << "},\n";
    }
    if (!first) fault("a table has no rows");
    if (owner_ == operation_) {
      columns_ << "constexpr NamedRow " << array("kRows", table) << "[] = {\n"
               << rows.str() << "};\n";
    }
    write(table, "", array("kRows", table), *first, shape["columns"]);
  }

  // Every row has what the columns show.
  void try_columns(const std::string& operation, const YAML::Node& row, const YAML::Node& columns) {
    operation_ = operation;
    owner_ = operation;
    add_columns("tried", row, columns, true);
  }

  void write(const std::string& table, const std::string& rows, const std::string& named,
             const YAML::Node& row, const YAML::Node& columns) {
    if (owner_ == operation_) {
      add_columns(table, row, columns, named != "{}");
    } else {
      Tables tried(contract_, names_);
      tried.operation_ = operation_;
      tried.owner_ = owner_;
      tried.add_columns(table, row, columns, named != "{}");
    }
    tables_ << "    {" << quoted(operation_) << ", " << quoted(table) << ", " << quoted(path_)
            << ", " << quoted(rows) << ", " << named << ", " << array("kColumns", table) << "},\n";
  }

  const Contract& contract_;
  const Names& names_;
  std::string operation_;
  std::string path_;
  std::string owner_;  // whose columns they are
  std::ostringstream columns_;
  std::ostringstream tables_;
};

bool takes_key(const Contract& contract, const YAML::Node& of) {
  for (const auto& parameter : of["parameters"]) {
    const auto name = contract.resolved(parameter)["name"];
    if (name && name.as<std::string>() == "Idempotency-Key") return true;
  }
  return false;
}

bool is_repeatable(const Contract& contract, const YAML::Node& path, const YAML::Node& operation) {
  const auto said = operation["x-repeatable"];
  if (said && said.as<std::string>() != "true") {
    throw std::runtime_error(operation["operationId"].as<std::string>() +
                             ": 'x-repeatable' is true, or is not there");
  }
  return said || takes_key(contract, path) || takes_key(contract, operation);
}

// {"POST", "/v1/apps/{app}/release", true} of whatever is no GET.
std::string writes_of(const Contract& contract) {
  std::ostringstream out;
  for (const auto& path : contract.root()["paths"]) {
    for (const char* verb : {"post", "put", "patch", "delete"}) {
      const YAML::Node operation = path.second[verb];
      if (!operation) continue;
      std::string method = verb;
      for (auto& c : method) c = static_cast<char>(c - 'a' + 'A');
      out << "    {" << quoted(method) << ", " << quoted(path.first.as<std::string>()) << ", "
          << (is_repeatable(contract, path.second, operation) ? "true" : "false") << "},\n";
    }
  }
  return out.str();
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::cerr << "cli_tables OUT.cc openapi.yaml terms.def\n";
    return 64;
  }
  try {
    const Contract contract(words[2]);
    const auto names = names_of(words[3]);
    Tables tables(contract, names);
    for (const auto& path : contract.root()["paths"]) {
      for (const auto& verb : path.second) {
        if (!verb.second.IsMap() || !verb.second["x-cli-table"]) continue;
        tables.add(path.first.as<std::string>(), verb.second);
      }
    }
    std::ofstream(words[1], std::ios::binary) << tables.source(writes_of(contract));
  } catch (const std::exception& error) {
    std::cerr << words[2] << ": " << error.what() << "\n";
    return 1;
  }
  return 0;
}
