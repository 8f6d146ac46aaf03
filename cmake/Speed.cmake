# What makes builds quicker and smaller and changes nothing in them.
#
# ccache and mold are used where they are installed. BAOBEI_PCH: the headers that nearly every
# source reads are parsed once per build. For builds that start cold (the gate); a build without it,
# dev's for one, shows missing #includes.
option(BAOBEI_PCH "precompile the common headers" OFF)

# BAOBEI_UNITY: what a library consists of is compiled a few sources at a time; half of a cold build
# went into reading the same templates again. For builds that start cold, ./run's and the gate's:
# sources that only stand together are shown by a build without it.
option(BAOBEI_UNITY "compile the sources of a library several at a time" OFF)
if(BAOBEI_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wno-subobject-linkage)  # takes what one of them defines for a header's
endif()

# baobei_unite(<target>)
function(baobei_unite target)
  if(BAOBEI_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  endif()
endfunction()

find_program(BAOBEI_CCACHE ccache)
set(launcher ${BAOBEI_CCACHE})
if(BAOBEI_CCACHE AND BAOBEI_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # What ccache needs to tell one precompiled header from another.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${BAOBEI_CCACHE})
  add_compile_options(-fpch-preprocess)
endif()
if(BAOBEI_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # KiB before the compiler first collects its garbage: a tenth of a cold build went into that.
  add_compile_options(--param=ggc-min-heapsize=600000)
endif()
if(BAOBEI_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
endif()
find_program(BAOBEI_MOLD mold)
if(BAOBEI_MOLD)
  add_link_options(-fuse-ld=mold)
  if(CMAKE_BUILD_TYPE STREQUAL "Debug")
    # Some eighty programs hold the same libraries: two thirds of a build's disk are their symbols.
    add_compile_options(-gz=zlib)
    add_link_options(-Wl,--compress-debug-sections=zlib)
  endif()
endif()
# Libraries name their objects and hold no second copy of them.
set(CMAKE_CXX_ARCHIVE_CREATE "<CMAKE_AR> qcT <TARGET> <LINK_FLAGS> <OBJECTS>")

set(common_headers <algorithm> <array> <chrono> <cstdint> <expected> <functional> <map> <memory>
    <optional> <span> <string> <string_view> <utility> <variant> <vector> <boost/describe.hpp>
    <boost/json.hpp> <fmt/format.h>)

# One precompiled header for the product's libraries, one with GoogleTest for the test programs;
# all targets share them, so their flags and Boost's definitions must be the same everywhere.
function(baobei_precompiled kind)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${kind}.cc CONTENT "")
  add_library(baobei_${kind} OBJECT ${CMAKE_BINARY_DIR}/${kind}.cc)
  target_link_libraries(baobei_${kind} PRIVATE baobei_flags Boost::json PkgConfig::FMT ${ARGN})
endfunction()

if(BAOBEI_PCH)
  baobei_precompiled(pch)
  target_precompile_headers(baobei_pch PRIVATE ${common_headers})
  baobei_precompiled(test_pch GTest::gmock GTest::gtest)
  target_precompile_headers(baobei_test_pch PRIVATE ${common_headers} <gmock/gmock.h>
                            <gtest/gtest.h>)
endif()

# baobei_use_precompiled(<target> pch|test_pch)
function(baobei_use_precompiled target kind)
  if(BAOBEI_PCH)
    target_precompile_headers(${target} REUSE_FROM baobei_${kind})
  endif()
endfunction()

# Likewise for what the folders define by hand, where it stands on a module and has no options of
# its own: then its flags are those that the header was compiled with.
function(baobei_use_precompiled_in)
  foreach(folder IN LISTS ARGN)
    get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
    foreach(target IN LISTS targets)
      get_target_property(libraries ${target} LINK_LIBRARIES)
      get_target_property(options ${target} COMPILE_OPTIONS)
      list(FILTER libraries EXCLUDE REGEX "^baobei_flags$")
      if(libraries MATCHES "baobei_")
        baobei_unite(${target})
      endif()
      if(libraries MATCHES "baobei_" AND NOT options)
        if(libraries MATCHES "GTest::")
          baobei_use_precompiled(${target} test_pch)
        else()
          baobei_use_precompiled(${target} pch)
        endif()
      endif()
    endforeach()
  endforeach()
endfunction()
