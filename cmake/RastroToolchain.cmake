# SPDX-License-Identifier: GPL-3.0-or-later
# Flags, output folders and the functions that make a module of app/ and a test.
include_guard()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTORCC ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

# Not CMake's -O3: it compiles longer, and what Rastro waits for is disks and networks.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib/static)
set(RASTRO_PLUGIN_DIR lib/rastro/plugins) # relative to the prefix and to the build folder alike

option(RASTRO_WERROR "Treat warnings as errors" ON)
set(RASTRO_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread")

add_library(rastro_flags INTERFACE)
target_compile_features(rastro_flags INTERFACE cxx_std_20)
target_compile_options(rastro_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                       -Woverloaded-virtual -Wno-missing-field-initializers $<$<BOOL:${RASTRO_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # Optimising, GCC 12 sees overflows in its own std::string where there are none: gcc.gnu.org/PR105329, PR105651.
  target_compile_options(rastro_flags INTERFACE -Wno-restrict -Wno-stringop-overflow)
endif()
target_compile_definitions(rastro_flags INTERFACE QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII
                           QT_NO_FOREACH QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_CONTEXTLESS_CONNECT
                           QT_DISABLE_DEPRECATED_BEFORE=0x060400)
if(RASTRO_SANITIZE)
  add_compile_options(-fsanitize=${RASTRO_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${RASTRO_SANITIZE})
endif()
if(RASTRO_SANITIZE STREQUAL thread)
  # In each program, and only there: what it defines stands in front of the same of Qt.
  add_library(rastro_qt_handover OBJECT ${CMAKE_CURRENT_LIST_DIR}/../tests/support/tsan/qthandover.cpp)
  set_target_properties(rastro_qt_handover PROPERTIES AUTOMOC OFF)
  target_link_libraries(rastro_qt_handover PRIVATE Qt6::Core)
  target_sources(rastro_flags INTERFACE
                 $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:$<TARGET_OBJECTS:rastro_qt_handover>>)
endif()

# The headers of Qt and of the standard library that nearly every file reads, compiled once: a third off a cold build.
# A file still includes all that it uses; the asan and tsan presets build without this and so find what is missing.
# Not for plugins: they are built with other visibility, and like a stranger's.
option(RASTRO_PCH "Precompile the headers of Qt that nearly every file reads" ON)
if(RASTRO_PCH)
  add_library(rastro_pch OBJECT EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp)
  set_target_properties(rastro_pch PROPERTIES AUTOMOC OFF)
  target_link_libraries(rastro_pch PRIVATE rastro_flags Qt6::Core)
  # -fpch-preprocess: what ccache needs to be of use here (with its sloppiness of CMakePresets.json).
  target_compile_options(rastro_pch PRIVATE -fpch-preprocess)
  target_precompile_headers(rastro_pch PRIVATE <QByteArray> <QDateTime> <QHash> <QJsonArray> <QJsonDocument>
                            <QJsonObject> <QList> <QMap> <QObject> <QString> <QVariant> <chrono> <functional>
                            <memory> <optional> <string> <tl/expected.hpp>)
endif()
function(rastro_precompile target)
  if(TARGET rastro_pch)
    # -fPIC for programs too, which would be -fPIE: what does not have the header's flags cannot use it.
    target_compile_options(${target} PRIVATE -fpch-preprocess -fPIC -Wno-error=invalid-pch)
    target_precompile_headers(${target} REUSE_FROM rastro_pch)
  endif()
endfunction()

# Makes the static library app_<name> (alias Rastro::app_<name>) from app/<name>.
# Its public include folder holds nothing but itself, so "storage/x.h" is found only by those who link app_storage:
# the dependency rule of ARCHITECTURE.md is enforced by the compiler.
function(rastro_add_module name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;LIBS" ${ARGN})
  set(target app_${name})
  add_library(${target} STATIC ${arg_SOURCES})
  add_library(Rastro::${target} ALIAS ${target})
  set(wall ${PROJECT_BINARY_DIR}/walls/${name})
  file(MAKE_DIRECTORY ${wall})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${wall}/${name} SYMBOLIC)
  target_include_directories(${target} PUBLIC ${wall})
  list(TRANSFORM arg_DEPENDS PREPEND app_)
  target_link_libraries(${target} PUBLIC Rastro::Sdk ${arg_DEPENDS} ${arg_LIBS} PRIVATE rastro_flags)
  rastro_precompile(${target})
endfunction()

# One test executable a file, named as the file is: rastro_add_test(tst_click.cpp LIBS app_core) in tests/unit/core.
# Its labels are its folders' names, the kind first (unit, integration, e2e, bench), then the area (core, http, ...):
#   ctest -L unit, ctest -L http
# One more is given by hand: LABELS asan, for a test that must also pass under AddressSanitizer and UBSan. Such tests
# are what the target asan_tests builds, and packaging/test.sh runs them in the asan preset too.
# DATABASES: it runs twice, as itself on SQLite and as <name>_postgresql (tests/support/database).
add_custom_target(asan_tests)
function(rastro_add_test source)
  cmake_parse_arguments(arg "DATABASES" "TIMEOUT" "LIBS;LABELS;SOURCES;DEFINES;ENVIRONMENT" ${ARGN})
  get_filename_component(name ${source} NAME_WE)
  file(RELATIVE_PATH folders ${PROJECT_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR}/${source})
  get_filename_component(folders ${folders} DIRECTORY)
  string(REPLACE "/" ";" labels "${folders}")
  add_executable(${name} ${source} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE rastro_flags test_support ${arg_LIBS} Qt6::Test)
  rastro_precompile(${name})
  target_compile_definitions(${name} PRIVATE RASTRO_FIXTURES="${PROJECT_SOURCE_DIR}/tests/fixtures"
                             RASTRO_BUILD_DIR="${PROJECT_BINARY_DIR}" RASTRO_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                             ${arg_DEFINES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  if("asan" IN_LIST arg_LABELS)
    add_dependencies(asan_tests ${name})
  endif()
  add_test(NAME ${name} COMMAND ${name})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${labels};${arg_LABELS}"
                       ENVIRONMENT "QT_QPA_PLATFORM=offscreen;${arg_ENVIRONMENT}")
  if(arg_DATABASES)
    target_link_libraries(${name} PRIVATE test_database)
    add_test(NAME ${name}_postgresql COMMAND ${name})
    set_tests_properties(${name}_postgresql PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${labels};postgresql"
                         FIXTURES_REQUIRED postgresql ENVIRONMENT
                         "QT_QPA_PLATFORM=offscreen;RASTRO_TEST_DATABASE=postgresql;${RASTRO_TEST_POSTGRESQL};${arg_ENVIRONMENT}")
  endif()
endfunction()
