extension LabelScheme {
    /// The task that needs no file: is a message about a real disaster? The same as `sample-data/task.yaml`.
    public static let disaster = LabelScheme(
        checkedTask: "disaster",
        labels: [
            Label(
                name: "not_related", title: "not related", key: "0", color: .blue,
                description:
                    "Nothing in the message is about a disaster that is happening, threatening or being recovered from.",
                also: ["0"]),
            Label(
                name: "related", title: "related", key: "1", color: .red,
                description: "The message is about a disaster, its victims, its damage, or the response to it.",
                also: ["1"]),
        ],
        positiveIndex: 1,
        guidelines: """
            THE QUESTION
            Is this message about a real disaster: one that threatens, is happening, or is
            being recovered from? Label what the message says, not what you know of the
            place or the day.

            RELATED (1)
            - Floods, earthquakes, tsunamis, cyclones, tornadoes, severe storms, wildfires
              and large fires, droughts, famines, landslides, avalanches, volcanoes,
              dangerous heat and cold.
            - Epidemics and outbreaks, of people, animals and crops.
            - War and armed attack on people; bombings; people driven from their homes.
            - Industrial accidents: explosions, spills, leaks, collapsed mines, bridges
              and buildings.
            - Transport accidents with many people hurt or in danger: trains, ferries,
              aircraft, buses, pile-ups.
            - What a disaster leaves people without: water, food, shelter, medicine,
              power, roads, and people searched for or asked after.
            - Aid and response: rescue, evacuation, relief goods, volunteers, donations,
              shelters, recovery money, rebuilding.
            - Warnings and forecasts of any of these.

            NOT RELATED (0)
            - Crime, police work and courts, also where people died; terrorism trials;
              arrests.
            - Memorials, anniversaries, history, films, books and games about past
              disasters.
            - Figures of speech: "this traffic is a disaster", "flooded with goals", "I'm
              on fire".
            - Everyday mishaps: one car's breakdown, a burnt dinner, a cold, a late bus, a
              power cut with no cause given in a single home.
            - Ordinary weather that threatens nobody.
            - Advertisements and policy talk: insurance offers, preparedness products,
              budgets and drills where no disaster is threatening or being recovered from.

            HOW BORDERLINE CASES WERE DECIDED
            - A plain request for help ("need water and tents for 200 families") is
              related, though no disaster is named: nobody sends it on a good day. A
              request that could come from any household ("can you bring water on your way
              home") is not.
            - A small fire or a road accident is related when people are hurt, trapped or
              evacuated or when emergency services are at work on it; otherwise not.
            - A missing person is related when a disaster is why; a runaway or an
              abduction is not.
            - A drill or an exercise is not related; a real alarm that turned out false
              is, when people were called out or fled for it. A false reading that alarmed
              nobody is not.
            - Prayers and sympathy are related when they name a disaster that is going on.
            - Rationing, price rises and protests are related when drought, famine, war or
              an outbreak is given as the cause.
            - A disaster of the past is related while rebuilding, claims or the search for
              victims goes on; once it is only remembered, not.
            - Sarcasm and jokes about a disaster that is really happening are related.
            - Mixed messages are related if any part is.
            - When it can still be read both ways: would a duty officer in a crisis room
              want to see it? If yes, related.

            """,
        question: "Is this message about a real disaster?")
}
