extension StrategyCatalogue {
    /// The strategies that come with the program: the one place that lists them.
    public static let standard = StrategyCatalogue(of: [
        ATLAS.self,
        TransferUncertainty.self,
        TransferRepresentative.self,
        LeastConfidence.self,
        MarginOfConfidence.self,
        RatioOfConfidence.self,
        Entropy.self,
        Relevance.self,
        MonteCarloDropout.self,
        QueryByCommittee.self,
        ClusteredUncertainty.self,
        UncertainOutliers.self,
        RepresentativeClusters.self,
        HighUncertaintyCluster.self,
        BADGE.self,
        Contrastive.self,
        ModelBasedOutliers.self,
        ClusterBased.self,
        Representative.self,
        AdaptiveRepresentative.self,
        CoreSet.self,
        RandomSampling.self,
    ])
}
