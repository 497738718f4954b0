package io.quorate.architecture;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The product's modules as their {@code module-info} declares them. */
final class Modules {
    private static final Map<String, ModuleDescriptor> ALL = read();

    private Modules() {}

    static Stream<ModuleDescriptor> all() {
        return ALL.values().stream();
    }

    static ModuleDescriptor of(String name) {
        ModuleDescriptor module = ALL.get(name);
        if (module == null) {
            throw new AssertionError("no module " + name + " on the class path; there are: " + ALL.keySet());
        }
        return module;
    }

    /** The packages that anybody may use. */
    static Set<String> exported() {
        return all().flatMap(module -> module.exports().stream())
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The types that ServiceLoader finds, and those it is asked for. */
    static Set<String> services() {
        return all().flatMap(module -> Stream.concat(
                        module.uses().stream(), module.provides().stream().flatMap(p -> p.providers().stream())))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The product's classes, read without what they depend on, which takes long: rules go by names. */
    static JavaClasses classes() {
        return classes(location -> true);
    }

    /** Those at some places. */
    static JavaClasses classes(ImportOption where) {
        return ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(where)
                    .importPackages("io.quorate");
        });
    }

    private static Map<String, ModuleDescriptor> read() {
        Map<String, ModuleDescriptor> all = new TreeMap<>();
        try {
            for (URL url : Collections.list(Modules.class.getClassLoader().getResources("module-info.class"))) {
                try (InputStream in = url.openStream()) {
                    ModuleDescriptor module = ModuleDescriptor.read(in);
                    if (module.name().startsWith("io.quorate")) {
                        all.put(module.name(), module);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
