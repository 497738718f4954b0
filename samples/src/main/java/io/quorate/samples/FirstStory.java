package io.quorate.samples;

/** Tells the first story in the lab and prints it. The seed is the first argument; 42 if there is none. */
public final class FirstStory {
    private FirstStory() {}

    public static void main(String[] args) {
        long seed = args.length > 0 ? Long.parseLong(args[0]) : 42;
        System.out.println("Seed " + seed + ", times in the lab's virtual time. Verified in the lab.\n");
        System.out.print(Story.run(seed).print());
    }
}
