# BAOBEI_SANITIZE = "" | address | undefined | address,undefined | thread: one switch for the whole
# tree, so that a preset cannot mix instrumented and plain objects.
set(BAOBEI_SANITIZE "" CACHE STRING "sanitizers of this build, as for -fsanitize=")
if(BAOBEI_SANITIZE)
  add_compile_options(-fsanitize=${BAOBEI_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${BAOBEI_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Instrumented code makes g++ 12 see unset values and copies out of bounds where there are none;
    # the release build keeps both warnings.
    add_compile_options(-Wno-maybe-uninitialized -Wno-array-bounds)
  endif()
  if(BAOBEI_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Asio's fences (docs/adr/0001); and at -O1, more of the copies that are not there.
    add_compile_options(-Wno-tsan -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
endif()
