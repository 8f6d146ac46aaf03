# baobei_module(<folder> [PROGRAM <name>] [DEPS <module>...] [LIBS <third-party target>...])
#
# One folder of src/ = one library `baobei_<folder>` = one test program `<folder>_test` from its
# *_test.cc files; what tests share, test_*.cc, is the library `baobei_<folder>_support`. DEPS is
# the only statement of who may include whom: tests/tidy reads it.
# A folder with a main.cc gets the program of that name as well.

add_library(baobei_flags INTERFACE)
target_compile_features(baobei_flags INTERFACE cxx_std_23)
target_compile_options(baobei_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # "x" + string at -O3 is taken for an overlapping copy (gcc bug 105651).
  target_compile_options(baobei_flags INTERFACE -Wno-restrict)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12's own stable_sort calls what it deprecates; g++ looks for ours.
  target_compile_options(baobei_flags INTERFACE -Wno-deprecated-declarations)
endif()
target_include_directories(baobei_flags INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(baobei_flags INTERFACE Threads::Threads)

# For programs that test: g++ 12 at -O3 takes temporaries of nested aggregates for uninitialised, and
# tests are full of them. Nothing elsewhere, so that precompiled headers fit.
set(baobei_test_options "")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Release")
  set(baobei_test_options -Wno-maybe-uninitialized)
endif()

function(baobei_module name)
  cmake_parse_arguments(ARG "" "PROGRAM" "DEPS;LIBS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${name}/*.cc ${name}/*/*.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "(_test|_fuzz|/main|/test_[a-z_]+)\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  file(GLOB supports CONFIGURE_DEPENDS ${name}/test_*.cc)
  list(TRANSFORM ARG_DEPS PREPEND baobei_ OUTPUT_VARIABLE deps)
  if(sources)
    add_library(baobei_${name} STATIC ${sources})
    target_link_libraries(baobei_${name} PUBLIC baobei_flags ${deps} ${ARG_LIBS})
    baobei_use_precompiled(baobei_${name} pch)
    baobei_unite(baobei_${name})
  else()
    add_library(baobei_${name} INTERFACE)
    target_link_libraries(baobei_${name} INTERFACE baobei_flags ${deps} ${ARG_LIBS})
  endif()
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/main.cc)
    add_executable(${ARG_PROGRAM} ${name}/main.cc)
    target_link_libraries(${ARG_PROGRAM} PRIVATE baobei_${name})
    set_target_properties(${ARG_PROGRAM} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  endif()
  if(supports)
    add_library(baobei_${name}_support STATIC ${supports})
    target_link_libraries(baobei_${name}_support PUBLIC baobei_${name} GTest::gmock GTest::gtest)
    target_compile_options(baobei_${name}_support PRIVATE ${baobei_test_options})
    baobei_use_precompiled(baobei_${name}_support test_pch)
  endif()
  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE baobei_${name} GTest::gmock GTest::gtest_main)
    if(supports)
      target_link_libraries(${name}_test PRIVATE baobei_${name}_support)
    endif()
    target_compile_options(${name}_test PRIVATE ${baobei_test_options})
    target_compile_definitions(${name}_test PRIVATE BAOBEI_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                                    BAOBEI_BINARY_DIR="${CMAKE_BINARY_DIR}")
    if(ARG_PROGRAM)
      add_dependencies(${name}_test ${ARG_PROGRAM})  # tests start it
    endif()
    baobei_use_precompiled(${name}_test test_pch)
    list(LENGTH tests count)
    if(count GREATER 9)  # where there are few, they may use the same names
      baobei_unite(${name}_test)
    endif()
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()
endfunction()
