# SPDX-License-Identifier: GPL-3.0-or-later
# What a plugin outside this tree is built from: cmake --install <build> --component sdk (and "library", the shared
# library itself, which the programs need too). Then find_package(Rastro) there.
include(CMakePackageConfigHelpers)

set(package lib/cmake/Rastro)
install(TARGETS rastro_sdk EXPORT RastroTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT sdk)
install(TARGETS rastro_sdk_testing EXPORT RastroTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT sdk)
install(EXPORT RastroTargets NAMESPACE Rastro:: DESTINATION ${package} COMPONENT sdk)
install(DIRECTORY ${CMAKE_CURRENT_LIST_DIR}/../include/rastro ${CMAKE_CURRENT_LIST_DIR}/../testing/include/rastro
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT sdk)

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/RastroConfig.cmake.in
                              ${CMAKE_CURRENT_BINARY_DIR}/RastroConfig.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/RastroConfigVersion.cmake
                                 VERSION ${RASTRO_SDK_VERSION} COMPATIBILITY SameMajorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/RastroConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/RastroConfigVersion.cmake
        ${CMAKE_CURRENT_LIST_DIR}/RastroPlugin.cmake DESTINATION ${package} COMPONENT sdk)
