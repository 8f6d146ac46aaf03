# baobei_generate(<module> <file.cc> TOOL <target> [ARGS <argument>...] [DEPENDS <file>...])
#
# Adds to the library baobei_<module> a source that a program of tools/ writes while we build: it is
# run with ARGS and the path of the file.
function(baobei_generate module file)
  cmake_parse_arguments(ARG "" "TOOL" "ARGS;DEPENDS" ${ARGN})
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${module}_${file})
  add_custom_command(OUTPUT ${generated} COMMAND ${ARG_TOOL} ${ARG_ARGS} ${generated}
                     DEPENDS ${ARG_TOOL} ${ARG_DEPENDS} VERBATIM)
  target_sources(baobei_${module} PRIVATE ${generated})
endfunction()
