// The rules, one function and one file each; check/rule.h says how to add one. Pure.
#pragma once

#include "check/rule.h"

namespace baobei::check::rules {

Rule app_json_missing();
Rule compiled_package();
Rule component_missing();
Rule json_dialect();
Rule json_duplicate_key();
Rule json_invalid();
Rule npm_missing();
Rule package_size();
Rule page_duplicate();
Rule page_files_missing();
Rule pages_empty();
Rule plugin_invalid();
Rule plugin_undeclared();
Rule sitemap_missing();
Rule subpackage_invalid();
Rule tab_bar_count();
Rule tab_bar_icon();
Rule tab_bar_page();
Rule total_size();
Rule workers_missing();

}  // namespace baobei::check::rules
