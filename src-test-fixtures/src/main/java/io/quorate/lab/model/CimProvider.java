package io.quorate.lab.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A CIM namespace of a host that something installed brings along. */
public interface CimProvider {

    /** Returns the host that has it. */
    String host();

    /** Returns its path, e.g. {@code root/Microsoft/SqlServer/ComputerManagement16}. */
    String namespace();

    /** Returns the instances of a class, each as its properties in order: texts, numbers (unsigned, 32 bits) and truth values; empty for no such class. */
    Optional<List<Map<String, Object>>> instances(String cimClass);

    /** Returns the methods of a class, each with its parameters, all of them unsigned numbers of 32 bits. */
    Map<String, List<String>> methods(String cimClass);

    /**
     * Calls a method of an instance.
     *
     * @param instance its properties, as {@link #instances} gave them
     * @return what it returns; empty if it fails
     */
    Optional<Long> call(String cimClass, Map<String, Object> instance, String method, Map<String, Long> arguments);
}
