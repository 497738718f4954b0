package io.quorate.lab.winrm;

/** What pipelines need of the face that carries them. */
interface PipelineHost {

    FaceTime time();

    FaceCounters counters();

    String locale();

    /** Starts a daemon thread that the face joins when it closes. */
    void startThread(String purpose, Runnable body);
}
