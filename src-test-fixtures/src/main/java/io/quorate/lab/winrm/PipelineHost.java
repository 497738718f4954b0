package io.quorate.lab.winrm;

import io.quorate.lab.Traffic;

/** What pipelines need of the face that carries them. */
interface PipelineHost {

    FaceTime time();

    Traffic traffic();

    String locale();

    /** Starts a daemon thread that the face joins when it closes. */
    void startThread(String purpose, Runnable body);
}
