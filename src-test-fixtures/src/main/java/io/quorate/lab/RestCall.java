package io.quorate.lab;

import java.util.List;
import java.util.Map;

/**
 * A request to an appliance's management that a rule of your own answers ({@link LabRules#rest}); it came with a valid token.
 *
 * @param names what stood for the stars of the rule's path
 * @param query the parameters
 * @param body the properties of the body; empty without one
 */
public record RestCall(List<String> names, Map<String, String> query, Map<String, Object> body) {}
