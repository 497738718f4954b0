package io.quorate.vm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The virtual LANs of an adapter. Immutable.
 *
 * @param mode how it takes part
 * @param id its VLAN with {@link VlanMode#ACCESS}; otherwise zero
 * @param nativeId the VLAN of frames without a tag with {@link VlanMode#TRUNK}, zero for none; otherwise zero
 * @param allowed the VLANs let through with {@link VlanMode#TRUNK}, in order; otherwise empty
 */
public record AdapterVlan(VlanMode mode, int id, int nativeId, List<Integer> allowed) {
    private static final int MOST = 4094;

    /** Without tags. */
    public static final AdapterVlan UNTAGGED = new AdapterVlan(VlanMode.UNTAGGED, 0, 0, List.of());

    /**
     * What does not belong to the mode is left out.
     *
     * @throws IllegalArgumentException if a VLAN is not from 1 to 4094, or a trunk lets none through
     */
    public AdapterVlan {
        Objects.requireNonNull(mode, "mode");
        id = mode == VlanMode.ACCESS ? checked(id, 1) : 0;
        nativeId = mode == VlanMode.TRUNK ? checked(nativeId, 0) : 0;
        allowed = mode == VlanMode.TRUNK ? sorted(allowed) : List.of();
    }

    private static int checked(int vlan, int least) {
        if (vlan < least || vlan > MOST) {
            throw new IllegalArgumentException("a VLAN is a number from 1 to " + MOST + ": " + vlan);
        }
        return vlan;
    }

    private static List<Integer> sorted(Collection<Integer> vlans) {
        if (vlans.isEmpty()) {
            throw new IllegalArgumentException("a trunk lets some VLAN through");
        }
        vlans.forEach(vlan -> checked(vlan, 1));
        return List.copyOf(new TreeSet<>(vlans));
    }

    /** Returns one with a tag that the switch sets. */
    public static AdapterVlan access(int vlan) {
        return new AdapterVlan(VlanMode.ACCESS, vlan, 0, List.of());
    }

    /**
     * Returns one that lets several VLANs through, tagged by the machine.
     *
     * @param nativeId the VLAN of frames without a tag; zero for none
     * @param allowed numbers and ranges, e.g. {@code 10,20-29}
     */
    public static AdapterVlan trunk(int nativeId, String allowed) {
        return new AdapterVlan(VlanMode.TRUNK, 0, nativeId, numbers(allowed));
    }

    /**
     * Reads numbers and ranges, e.g. {@code 10,20-29}.
     *
     * @throws IllegalArgumentException if it is no list of VLANs
     */
    public static List<Integer> numbers(String text) {
        TreeSet<Integer> numbers = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.strip().split("-", -1);
            int first = number(ends[0]);
            int last = ends.length == 2 ? number(ends[1]) : first;
            if (ends.length > 2 || last < first) {
                throw new IllegalArgumentException("no list of VLANs: " + text);
            }
            for (int vlan = first; vlan <= last; vlan++) {
                numbers.add(vlan);
            }
        }
        return List.copyOf(numbers);
    }

    private static int number(String text) {
        String digits = text.strip();
        if (!digits.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException("no VLAN: " + (digits.length() > 20 ? "a long text" : digits));
        }
        return checked(Integer.parseInt(digits), 1);
    }

    /** Returns the VLANs let through as text, e.g. {@code 10,20-29}; empty where there are none. */
    public String allowedText() {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < allowed.size(); i++) {
            int first = allowed.get(i);
            while (i + 1 < allowed.size() && allowed.get(i + 1) == allowed.get(i) + 1) {
                i++;
            }
            int last = allowed.get(i);
            parts.add(first == last ? String.valueOf(first) : first + "-" + last);
        }
        return String.join(",", parts);
    }

    /** Returns it in words, e.g. {@code access 10}. */
    @Override
    public String toString() {
        return switch (mode) {
            case ACCESS -> "access " + id;
            case TRUNK -> "trunk " + allowedText() + (nativeId == 0 ? "" : ", native " + nativeId);
            default -> mode.name().toLowerCase(java.util.Locale.ROOT);
        };
    }
}
