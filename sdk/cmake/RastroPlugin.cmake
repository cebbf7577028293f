# SPDX-License-Identifier: GPL-3.0-or-later
# rastro_add_plugin(): how every plugin is built, in the tree and outside of it (installed with the SDK).
include_guard()

# rastro_add_plugin(<id> KIND tracking|gateway|pixel SOURCES … [LIBS …] [FOLDER …])
#
# Makes the target rastro_plugin_<id>, built into FOLDER (in Rastro's own tree: the build's plugin folder) and installed
# into lib/rastro/plugins; with FOLDER it is not installed.
#
# Expects plugin.json.in beside the CMakeLists.txt; @RASTRO_PLUGIN_ID@, @RASTRO_PLUGIN_KIND@, @RASTRO_PLUGIN_VERSION@
# (from project()) and @RASTRO_SDK_VERSION@ are filled in. (A raw plugin.json beside the header would be preferred by moc
# over the generated one, hence the .in.)
function(rastro_add_plugin id)
  cmake_parse_arguments(arg "" "KIND;FOLDER" "SOURCES;LIBS" ${ARGN})
  if(NOT arg_KIND MATCHES "^(tracking|gateway|pixel)$")
    message(FATAL_ERROR "rastro_add_plugin(${id}): KIND must be tracking, gateway or pixel, not “${arg_KIND}”.")
  endif()
  foreach(lib IN LISTS arg_LIBS)
    if(lib MATCHES "app_")
      message(FATAL_ERROR "rastro_add_plugin(${id}): a plugin knows the SDK and nothing of app/; it may not link ${lib}.")
    endif()
  endforeach()
  set(RASTRO_PLUGIN_ID ${id})
  set(RASTRO_PLUGIN_KIND ${arg_KIND})
  set(RASTRO_PLUGIN_VERSION ${PROJECT_VERSION})
  configure_file(plugin.json.in ${CMAKE_CURRENT_BINARY_DIR}/plugin.json @ONLY)

  set(target rastro_plugin_${id})
  add_library(${target} MODULE ${arg_SOURCES})
  set_target_properties(${target} PROPERTIES PREFIX "" OUTPUT_NAME ${id} AUTOMOC ON CXX_VISIBILITY_PRESET hidden
                        VISIBILITY_INLINES_HIDDEN ON)
  set_property(TARGET ${target} APPEND PROPERTY AUTOGEN_TARGET_DEPENDS ${CMAKE_CURRENT_BINARY_DIR}/plugin.json)
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${target} PRIVATE Rastro::Sdk ${arg_LIBS})
  target_link_options(${target} PRIVATE LINKER:--no-undefined)
  if(TARGET rastro_flags)
    target_link_libraries(${target} PRIVATE rastro_flags)
    set_target_properties(${target} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/${RASTRO_PLUGIN_DIR})
  endif()
  if(arg_FOLDER)
    set_target_properties(${target} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${arg_FOLDER})
    return()
  endif()
  install(TARGETS ${target} LIBRARY DESTINATION lib/rastro/plugins COMPONENT plugins)
endfunction()

# rastro_add_plugin_test(<id> SOURCES … [LIBS …])
#
# Makes the test tst_<id>, which runs the contract suite of the plugin's kind (rastro/testing/…contract.h) against the
# library of rastro_add_plugin(<id>): RASTRO_PLUGIN_FILE is its path. Call enable_testing() in the top folder.
function(rastro_add_plugin_test id)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(tst_${id} ${arg_SOURCES})
  set_target_properties(tst_${id} PROPERTIES AUTOMOC ON)
  target_compile_definitions(tst_${id} PRIVATE RASTRO_PLUGIN_FILE="$<TARGET_FILE:rastro_plugin_${id}>")
  target_link_libraries(tst_${id} PRIVATE Rastro::SdkTesting ${arg_LIBS})
  add_dependencies(tst_${id} rastro_plugin_${id})
  add_test(NAME tst_${id} COMMAND tst_${id})
endfunction()
