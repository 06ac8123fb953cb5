<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>{part} of %Ln request(s)</source>
        <translation>
            <numerusform>{part} of %Ln request</numerusform>
            <numerusform>{part} of %Ln requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln fell back</source>
        <translation>
            <numerusform>%Ln fell back</numerusform>
            <numerusform>%Ln fell back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) without a price</source>
        <translation>
            <numerusform>%Ln request without a price</numerusform>
            <numerusform>%Ln requests without a price</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) · at least {size} on disk</source>
        <translation>
            <numerusform>%Ln model · at least {size} on disk</numerusform>
            <numerusform>%Ln models · at least {size} on disk</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) · {size} on disk</source>
        <translation>
            <numerusform>%Ln model · {size} on disk</numerusform>
            <numerusform>%Ln models · {size} on disk</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln unused model(s)?</source>
        <translation>
            <numerusform>Remove %Ln unused model?</numerusform>
            <numerusform>Remove %Ln unused models?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) were not answered by their first choice</source>
        <translation>
            <numerusform>%Ln request was not answered by its first choice</numerusform>
            <numerusform>%Ln requests were not answered by their first choice</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln note(s) of the quiet hours</source>
        <translation>
            <numerusform>%Ln note of the quiet hours</numerusform>
            <numerusform>%Ln notes of the quiet hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) without a known price.</source>
        <translation>
            <numerusform>%Ln request without a known price.</numerusform>
            <numerusform>%Ln requests without a known price.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) without measured energy.</source>
        <translation>
            <numerusform>%Ln request without measured energy.</numerusform>
            <numerusform>%Ln requests without measured energy.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Answering %Ln request(s)</source>
        <translation>
            <numerusform>Answering %Ln request</numerusform>
            <numerusform>Answering %Ln requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) loaded</source>
        <translation>
            <numerusform>%Ln model loaded</numerusform>
            <numerusform>%Ln models loaded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s)</source>
        <translation>
            <numerusform>%Ln request</numerusform>
            <numerusform>%Ln requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) {hours} h</source>
        <translation>
            <numerusform>%Ln day {hours} h</numerusform>
            <numerusform>%Ln days {hours} h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln earlier price(s) are kept.</source>
        <translation>
            <numerusform>%Ln earlier price is kept.</numerusform>
            <numerusform>%Ln earlier prices are kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln at once</source>
        <translation>
            <numerusform>%Ln at once</numerusform>
            <numerusform>%Ln at once</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln newer version(s)</source>
        <translation>
            <numerusform>%Ln newer version</numerusform>
            <numerusform>%Ln newer versions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) would go; how much that frees is unknown</source>
        <translation>
            <numerusform>%Ln model would go; how much that frees is unknown</numerusform>
            <numerusform>%Ln models would go; how much that frees is unknown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) would go and free {size}</source>
        <translation>
            <numerusform>%Ln model would go and free {size}</numerusform>
            <numerusform>%Ln models would go and free {size}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln model(s)…</source>
        <translation>
            <numerusform>Remove %Ln model…</numerusform>
            <numerusform>Remove %Ln models…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s)</source>
        <translation>
            <numerusform>%Ln day</numerusform>
            <numerusform>%Ln days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) of unknown price</source>
        <translation>
            <numerusform>%Ln request of unknown price</numerusform>
            <numerusform>%Ln requests of unknown price</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln answer(s) of {model} cost {lost} more here</source>
        <translation>
            <numerusform>%Ln answer of {model} cost {lost} more here</numerusform>
            <numerusform>%Ln answers of {model} cost {lost} more here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Requests today, half an hour to a bar: %Ln in all</source>
        <translation>
            <numerusform>Requests today, half an hour to a bar: %Ln in all</numerusform>
            <numerusform>Requests today, half an hour to a bar: %Ln in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln incident(s)</source>
        <translation>
            <numerusform>%Ln incident</numerusform>
            <numerusform>%Ln incidents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The energy of %Ln request(s) was not measured.</source>
        <translation>
            <numerusform>The energy of %Ln request was not measured.</numerusform>
            <numerusform>The energy of %Ln requests was not measured.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) saved</source>
        <translation>
            <numerusform>%Ln request saved</numerusform>
            <numerusform>%Ln requests saved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln more</source>
        <translation>
            <numerusform>Show %Ln more</numerusform>
            <numerusform>Show %Ln more</numerusform>
        </translation>
    </message>
</context>
</TS>
